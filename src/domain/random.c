/* Random numbers from a seed. */
#include "domain/random.h"

#include <math.h>

void jalon_random_init(struct jalon_random *random, uint64_t seed)
{
    *random = (struct jalon_random){.has_spare = false};
    for (int i = 0; i < 4; i++) { /* splitmix64: no seed gives the state of zeros */
        seed += 0x9e3779b97f4a7c15U;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        random->s[i] = z ^ (z >> 31);
    }
}

static uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t jalon_random_bits(struct jalon_random *random)
{
    uint64_t *s = random->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double jalon_random_uniform(struct jalon_random *random)
{
    return ((double)(jalon_random_bits(random) >> 11) + 0.5) * 0x1p-53;
}

double jalon_random_normal(struct jalon_random *random)
{
    if (random->has_spare) {
        random->has_spare = false;
        return random->spare;
    }
    double x = 0;
    double y = 0;
    double square = 1;
    while (square >= 1) { /* Marsaglia's polar method; no uniform number makes it 0 */
        x = 2 * jalon_random_uniform(random) - 1;
        y = 2 * jalon_random_uniform(random) - 1;
        square = x * x + y * y;
    }
    double radius = sqrt(-2 * log(square) / square);
    random->spare = y * radius;
    random->has_spare = true;
    return x * radius;
}

double jalon_random_exponential(struct jalon_random *random)
{
    return -log(jalon_random_uniform(random));
}

/* Shape 1 or more. */
static double gamma_of_large_shape(struct jalon_random *random, double shape)
{
    double d = shape - 1.0 / 3;
    double c = 1 / sqrt(9 * d);
    for (;;) {
        double x = jalon_random_normal(random);
        double v = 1 + c * x;
        if (v <= 0) {
            continue;
        }
        v = v * v * v;
        double u = jalon_random_uniform(random);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v))) {
            return d * v;
        }
    }
}

double jalon_random_gamma(struct jalon_random *random, double shape, double rate)
{
    if (shape >= 1) {
        return gamma_of_large_shape(random, shape) / rate;
    }
    double boosted = gamma_of_large_shape(random, shape + 1);
    return boosted * pow(jalon_random_uniform(random), 1 / shape) / rate;
}

int jalon_random_poisson(struct jalon_random *random, double mean)
{
    int count = 0;
    /* Arrivals of rate 1 until the mean; counted in halves so that a large mean stays exact: the
     * k-th arrival is a gamma of shape k (Ahrens and Dieter). */
    while (mean > 30) {
        int skipped = (int)(mean * 7 / 8);
        double arrival = jalon_random_gamma(random, skipped, 1);
        if (arrival > mean) { /* of the skipped-1 before it, each came by the mean or not */
            for (int i = 1; i < skipped; i++) {
                count += jalon_random_uniform(random) * arrival < mean;
            }
            return count;
        }
        count += skipped;
        mean -= arrival;
    }
    for (double at = mean > 0 ? jalon_random_exponential(random) : 1; at < mean;
         at += jalon_random_exponential(random)) {
        count++;
    }
    return count;
}
