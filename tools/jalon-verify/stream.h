/*
 * The lines of a file in order, each read as a leaf. A thread of its own reads ahead: hashing and
 * checking go on meanwhile.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jalon-verify/leaf.h"

struct stream_line {
    const char *at; /* without its LF */
    size_t length;
    bool is_whole; /* it had a LF, and was not cut */
    enum json_fault fault;
    struct json_slice member; /* as leaf_read() tells it */
    struct leaf leaf;
};

struct stream;

/* NULL with errno. */
struct stream *stream_open(const char *path);
/* The next line, valid until the next call; NULL at the end. */
const struct stream_line *stream_next(struct stream *stream);
/* At the end: errno of what ended the reading, else 0. */
int stream_error(const struct stream *stream);
void stream_close(struct stream *stream); /* anywhere */
