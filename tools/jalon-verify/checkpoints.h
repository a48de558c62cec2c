/* Points 1 and 13: the checkpoint, the earlier ones and the auditor's own of last time. */
#pragma once

#include "jalon-verify/verify.h"

/* Reads and judges `checkpoint` by the policy. False: it cannot serve, nothing else can be bound.
 */
bool checkpoints_read(struct verify *verify);
/* Adds those of `checkpoints/` to the heads. */
void checkpoints_read_earlier(struct verify *verify);
/* Adds the one at PATH, which the auditor brings along. */
void checkpoints_read_since(struct verify *verify, const char *path);
/* After these: sorts the heads, and looks for two of one size. */
void checkpoints_settle(struct verify *verify);
/* Is that size and root one of a signed checkpoint? */
bool checkpoints_have(const struct verify *verify, const struct head *head);
/* A proof has shown that the checkpoint extends HEAD. */
void checkpoints_link(struct verify *verify, const struct head *head);
/* For a bundle without the leaves: such a proof is there from every other signed checkpoint. */
void checkpoints_check_links(struct verify *verify);
/* The times of the cosignatures, given that of the last seal in microseconds, and now. */
void checkpoints_check_times(struct verify *verify, int64_t last_seal, int64_t now);
