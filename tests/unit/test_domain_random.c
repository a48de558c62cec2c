/* Random numbers: the reference's, and the laws that they follow. */
#include <math.h>

#include "domain/random.h"
#include "support/test.h"

enum { DRAWS = 40000 };

struct moments {
    double mean, variance;
};

static struct moments moments_of(const double *values)
{
    struct moments moments = {0, 0};
    for (int i = 0; i < DRAWS; i++) {
        moments.mean += values[i] / DRAWS;
    }
    for (int i = 0; i < DRAWS; i++) {
        moments.variance += (values[i] - moments.mean) * (values[i] - moments.mean) / DRAWS;
    }
    return moments;
}

/* Both within six of their standard errors, which the caller gives for the variance. */
static void assert_moments(struct moments seen, struct moments expected, double variance_error)
{
    double mean_error = sqrt(expected.variance / DRAWS);
    assert_true(fabs(seen.mean - expected.mean) < 6 * mean_error);
    assert_true(fabs(seen.variance - expected.variance) < 6 * variance_error);
}

TEST(the_generator_gives_the_numbers_of_its_reference)
{
    static const uint64_t expected[] = {11520,
                                        0,
                                        1509978240,
                                        1215971899390074240,
                                        1216172134540287360,
                                        607988272756665600,
                                        16172922978634559625U,
                                        8476171486693032832,
                                        10595114339597558777U,
                                        2904607092377533576};
    struct jalon_random random = {.s = {1, 2, 3, 4}};
    for (size_t i = 0; i < JALON_COUNT(expected); i++) {
        assert_true(jalon_random_bits(&random) == expected[i]);
    }
}

TEST(a_seed_gives_the_same_numbers_again_and_another_seed_others)
{
    struct jalon_random a, b, c;
    jalon_random_init(&a, 7);
    jalon_random_init(&b, 7);
    jalon_random_init(&c, 8);
    uint64_t first = jalon_random_bits(&a);
    assert_true(first == jalon_random_bits(&b));
    assert_true(first != jalon_random_bits(&c));
}

TEST(normal_and_exponential_numbers_have_their_moments)
{
    static double values[DRAWS];
    struct jalon_random random;
    jalon_random_init(&random, 1);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = jalon_random_normal(&random);
    }
    assert_moments(moments_of(values), (struct moments){0, 1}, sqrt(2.0 / DRAWS));
    for (int i = 0; i < DRAWS; i++) {
        values[i] = jalon_random_exponential(&random);
    }
    assert_moments(moments_of(values), (struct moments){1, 1}, sqrt(8.0 / DRAWS));
}

TEST(gamma_numbers_have_their_moments_for_shapes_below_and_above_one)
{
    static double values[DRAWS];
    static const double shapes[] = {0.1, 0.5, 1, 2.5, 40};
    struct jalon_random random;
    jalon_random_init(&random, 2);
    for (size_t s = 0; s < JALON_COUNT(shapes); s++) {
        double shape = shapes[s];
        double rate = 3;
        for (int i = 0; i < DRAWS; i++) {
            values[i] = jalon_random_gamma(&random, shape, rate);
            assert_true(values[i] >= 0);
        }
        double variance = shape / (rate * rate);
        assert_moments(moments_of(values), (struct moments){shape / rate, variance},
                       variance * sqrt((2 + 6 / shape) / DRAWS));
    }
}

TEST(poisson_numbers_have_their_moments_for_small_and_large_means)
{
    static double values[DRAWS];
    static const double means[] = {0.2, 3, 29, 31, 200};
    struct jalon_random random;
    jalon_random_init(&random, 3);
    for (size_t m = 0; m < JALON_COUNT(means); m++) {
        for (int i = 0; i < DRAWS; i++) {
            values[i] = jalon_random_poisson(&random, means[m]);
        }
        assert_moments(moments_of(values), (struct moments){means[m], means[m]},
                       means[m] * sqrt((2 + 1 / means[m]) / DRAWS));
    }
    assert_int_equal(jalon_random_poisson(&random, 0), 0);
    assert_int_equal(jalon_random_poisson(&random, -1), 0);
}
