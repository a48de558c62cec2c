/* Blocks of lines go from the thread that reads to the one that checks, and back when empty. */
#include "jalon-verify/stream.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "jalon-verify/file.h"
#include "jalon-verify/memory.h"

enum { BLOCKS = 3, BLOCK_LINES = 256, BLOCK_BYTES = 262144 };

struct block {
    char *bytes;
    size_t size, used, n;
    struct stream_line lines[BLOCK_LINES];
};

struct stream {
    struct lines file;
    struct block blocks[BLOCKS];
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    uint64_t n_filled, n_emptied; /* blocks so far */
    bool is_over, is_unwanted;    /* no more will be filled; no more will be emptied */
    pthread_t thread;
    size_t next; /* line of the block that is emptied */
    bool has_block;
};

/* A line within the file's own buffer. */
struct raw_line {
    const char *at;
    size_t length;
};

/* Puts a copy of RAW, the last line that was read, into the block. */
static void add_line(struct stream *stream, struct block *block, const struct raw_line *raw)
{
    struct stream_line *line = &block->lines[block->n++];
    char *copy = block->bytes + block->used;
    memcpy(copy, raw->at, raw->length);
    block->used += raw->length;
    line->at = copy;
    line->length = raw->length;
    line->is_whole = stream->file.is_whole;
    line->fault = leaf_read(copy, raw->length, &line->leaf, &line->member);
}

/* Fills a block from RAW on, with at least that one; then RAW is the first that is not in it. False
 * at the end. */
static bool fill(struct stream *stream, struct block *block, struct raw_line *raw)
{
    bool is_there = true;
    block->n = block->used = 0;
    if (raw->length > block->size) {
        block->size = raw->length;
        block->bytes = memory_grow(block->bytes, block->size, 1);
    }
    while (is_there && block->n < BLOCK_LINES && raw->length <= block->size - block->used) {
        add_line(stream, block, raw);
        is_there = lines_next(&stream->file, &raw->at, &raw->length);
    }
    return is_there;
}

/* Waits for an empty block; NULL when none is wanted. */
static struct block *wait_empty(struct stream *stream)
{
    (void)pthread_mutex_lock(&stream->mutex);
    while (!stream->is_unwanted && stream->n_filled - stream->n_emptied == BLOCKS) {
        (void)pthread_cond_wait(&stream->changed, &stream->mutex);
    }
    struct block *block = stream->is_unwanted ? NULL : &stream->blocks[stream->n_filled % BLOCKS];
    (void)pthread_mutex_unlock(&stream->mutex);
    return block;
}

/* A block was filled, or was the last. */
static void tell(struct stream *stream, bool is_filled, bool is_over)
{
    (void)pthread_mutex_lock(&stream->mutex);
    stream->n_filled += is_filled;
    stream->is_over = is_over;
    (void)pthread_cond_broadcast(&stream->changed);
    (void)pthread_mutex_unlock(&stream->mutex);
}

static void *read_ahead(void *context)
{
    struct stream *stream = context;
    struct raw_line raw = {NULL, 0};
    struct block *block = NULL;
    bool is_there = lines_next(&stream->file, &raw.at, &raw.length);
    while (is_there && (block = wait_empty(stream)) != NULL) {
        is_there = fill(stream, block, &raw);
        tell(stream, true, false);
    }
    tell(stream, false, true);
    return NULL;
}

static void release(struct stream *stream)
{
    lines_close(&stream->file);
    for (size_t i = 0; i < BLOCKS; i++) {
        free(stream->blocks[i].bytes);
    }
    free(stream);
}

struct stream *stream_open(const char *path)
{
    struct stream *stream = memory_new(1, sizeof *stream);
    for (size_t i = 0; i < BLOCKS; i++) {
        stream->blocks[i].size = BLOCK_BYTES;
        stream->blocks[i].bytes = memory_new(BLOCK_BYTES, 1);
    }
    bool is_open = lines_open(&stream->file, path);
    int error = is_open ? 0 : errno;
    if (is_open) {
        (void)pthread_mutex_init(&stream->mutex, NULL);
        (void)pthread_cond_init(&stream->changed, NULL);
        error = pthread_create(&stream->thread, NULL, read_ahead, stream);
    }
    if (error != 0) {
        release(stream);
        errno = error;
        return NULL;
    }
    return stream;
}

/* Hands the block at hand back and waits for the next; false at the end. */
static bool wait_filled(struct stream *stream)
{
    (void)pthread_mutex_lock(&stream->mutex);
    stream->n_emptied += stream->has_block;
    (void)pthread_cond_broadcast(&stream->changed);
    while (!stream->is_over && stream->n_filled == stream->n_emptied) {
        (void)pthread_cond_wait(&stream->changed, &stream->mutex);
    }
    bool is_there = stream->n_filled > stream->n_emptied;
    (void)pthread_mutex_unlock(&stream->mutex);
    return is_there;
}

const struct stream_line *stream_next(struct stream *stream)
{
    const struct block *block = &stream->blocks[stream->n_emptied % BLOCKS];
    if (!stream->has_block || stream->next == block->n) {
        stream->has_block = wait_filled(stream);
        stream->next = 0;
        block = &stream->blocks[stream->n_emptied % BLOCKS];
    }
    return stream->has_block ? &block->lines[stream->next++] : NULL;
}

int stream_error(const struct stream *stream)
{
    return stream->has_block ? 0 : stream->file.error;
}

void stream_close(struct stream *stream)
{
    (void)pthread_mutex_lock(&stream->mutex);
    stream->is_unwanted = true;
    (void)pthread_cond_broadcast(&stream->changed);
    (void)pthread_mutex_unlock(&stream->mutex);
    (void)pthread_join(stream->thread, NULL);
    (void)pthread_cond_destroy(&stream->changed);
    (void)pthread_mutex_destroy(&stream->mutex);
    release(stream);
}
