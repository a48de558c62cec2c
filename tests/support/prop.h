/*
 * Random inputs for property tests. Every start prints its seed; JALON_PROP_SEED=N in the
 * environment repeats a run.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct prop {
    uint64_t state;
};

struct prop prop_start(void);

uint64_t prop_next(struct prop *p);
int prop_between(struct prop *p, int low, int high); /* both included */
void prop_bytes(struct prop *p, void *bytes, size_t n);
