/*
 * Point 9: a daily seal names the root over how far each subject's chain had come. So the last
 * entry of one subject can be shown to be the last, without the entries of the others.
 */
#pragma once

#include "jalon-verify/chain.h"
#include "jalon-verify/verify.h"

/* The hash of the leaf that stands for a chain: {"leaf":"<hash>","seq":N,"subject":"<uuid>"}. */
struct hash heads_leaf(struct hasher *hasher, const struct chain *chain);

/* Does the seal on LINE name the root over CHAINS, in the order of their subjects, if it names one?
 */
void heads_check(struct verify *verify, const struct chains *chains, const struct seal *seal,
                 uint64_t line);
