/* Random inputs for property tests: the splitmix64 generator over a printed seed. */
#include "support/prop.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "support/test.h"

static uint64_t fresh_seed(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return ((uint64_t)now.tv_sec << 20) ^ (uint64_t)now.tv_nsec ^ ((uint64_t)getpid() << 40);
}

struct prop prop_start(void)
{
    const char *asked = getenv("JALON_PROP_SEED");
    uint64_t seed = asked != NULL ? strtoull(asked, NULL, 10) : fresh_seed();
    print_message("[   SEED   ] JALON_PROP_SEED=%" PRIu64 "\n", seed);
    return (struct prop){seed};
}

uint64_t prop_next(struct prop *p)
{
    p->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = p->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int prop_between(struct prop *p, int low, int high)
{
    uint64_t n = (uint64_t)((int64_t)high - low) + 1;
    return (int)(low + (int64_t)(prop_next(p) % n));
}

void prop_bytes(struct prop *p, void *bytes, size_t n)
{
    unsigned char *at = bytes;
    for (size_t i = 0; i < n; i++) {
        at[i] = (unsigned char)prop_next(p);
    }
}
