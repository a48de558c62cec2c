/*
 * Do forecasts keep what they say, in worlds whose laws are none of the model's? JALON_TEST_KIND
 * names the kind of world, JALON_TEST_WORLDS says how many are made (24). The model was tuned on
 * the kinds of world_kinds.c; those of world_aside.c were kept aside.
 */
#include "forecast/calibrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/test.h"

enum { ENOUGH = 200 };
static struct calibration result;
static int n_worlds;
static const struct world_kind *kind;

static void tell(void)
{
    printf("%s, horizon in weeks: in the printed 80 %% interval, without the steps of counts, its "
           "standard error; CRPS, that of resampled weeks, ratio; bias\n",
           kind->name);
    for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
        bool is_aim = result.within[h] >= 0.7 && result.within[h] <= 0.9;
        printf("%4d  %.2f  %.2f  %.2f  %5.1f  %5.1f  %.2f  %+5.1f%s\n", calibrate_weeks[h],
               result.covered[h], result.within[h], result.error[h], result.crps[h],
               result.bootstrap[h], result.crps[h] / result.bootstrap[h], result.bias[h],
               is_aim ? "" : "  not 0.70 to 0.90");
    }
    printf("PIT");
    for (int bin = 0; bin < CALIBRATE_BINS; bin++) {
        printf(" %.3f", result.pit[bin]);
    }
    printf("\n");
}

static int run_worlds(void **state)
{
    (void)state;
    const char *worlds = getenv("JALON_TEST_WORLDS");
    const char *name = getenv("JALON_TEST_KIND");
    n_worlds = worlds != NULL ? (int)strtod(worlds, NULL) : 24;
    for (int i = 0; i < world_n_kinds; i++) {
        if (name == NULL || strcmp(world_kinds[i].name, name) == 0) {
            kind = &world_kinds[i];
            calibrate(kind, n_worlds, &result);
            tell();
            return 0;
        }
    }
    return -1;
}
SETUP_GROUP(run_worlds);

/* An interval of whole counts holds more than it says when counts are small, so that only its lower
 * bound is asked of the one that is printed. Of few worlds a standard error is let pass, so that
 * what differs is the model and not the worlds. */
TEST(the_80_percent_interval_holds_what_happened_at_every_horizon)
{
    for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
        double slack = n_worlds < ENOUGH ? result.error[h] : 0;
        assert_true(result.covered[h] >= kind->least - slack);
        assert_true(result.within[h] >= kind->least - slack);
        assert_true(result.within[h] <= kind->most + slack);
    }
}

TEST(the_forecast_is_nearer_than_six_tenths_of_resampled_weeks)
{
    double crps = 0;
    double bootstrap = 0;
    for (int h = 0; h < CALIBRATE_HORIZONS; h++) {
        crps += result.crps[h];
        bootstrap += result.bootstrap[h];
    }
    assert_true(crps <= 0.6 * bootstrap);
}
