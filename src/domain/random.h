/*
 * Random numbers whose every draw follows from a seed: xoshiro256** (Blackman and Vigna), started
 * by splitmix64. The state is the caller's, so that nothing is shared.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct jalon_random {
    uint64_t s[4];
    double spare; /* normal numbers come in pairs */
    bool has_spare;
};
void jalon_random_init(struct jalon_random *random, uint64_t seed);

uint64_t jalon_random_bits(struct jalon_random *random);
double jalon_random_uniform(struct jalon_random *random);     /* in (0, 1), both excluded */
double jalon_random_normal(struct jalon_random *random);      /* mean 0, variance 1 */
double jalon_random_exponential(struct jalon_random *random); /* mean 1 */
/* Mean shape / rate, both above 0 (Marsaglia and Tsang). */
double jalon_random_gamma(struct jalon_random *random, double shape, double rate);
int jalon_random_poisson(struct jalon_random *random, double mean); /* of mean 0 or less: 0 */
