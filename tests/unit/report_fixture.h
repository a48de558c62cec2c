/* A small weekly report made by hand; every name is fictional. */
#pragma once

#include "report/weekly.h"

struct report_fixture {
    struct jalon_weekly weekly;
    struct jalon_state_figures states[5];
    struct jalon_instrument_figures instruments[3];
    struct jalon_target_figures targets[2];
    struct jalon_region_figures regions[2];
    struct jalon_change changes[6];
    struct jalon_restatement restatements[4];
    int n_signed[2][3], this_week[2][3];
    struct jalon_cohort_figures cohorts[2];
    struct jalon_weight_figures weights[1];
    int cohort_signed[2][3];
    int64_t of_signed[3];
    struct jalon_forecast forecast;
    struct jalon_forecast_point fan[3];
    struct jalon_forecast_risk risks[2];
    const char *names[2];
    struct jalon_forecast_def assumed;
    struct jalon_target_def target;
    struct jalon_instrument_def awaited;
    struct jalon_forecast_report report;
};

/* Of the target `all`, 8 weeks ahead: 4 or 5 contracts are expected, from 2 to 14, as some may
 * enter until then. */
static inline void report_fixture_forecast(struct report_fixture *f)
{
    const struct jalon_forecast_point fan[3] = {
        {.on = jalon_date_of(2019, 5, 5), .scope = 12},
        {jalon_date_of(2019, 5, 6), 0.2, 12.1, {0, 0, 0, 0, 0, 1, 1}, NULL, 0},
        {jalon_date_of(2019, 6, 30), 4.6, 13.2, {1, 2, 3, 4, 6, 14, 15}, NULL, 0},
    };
    memcpy(f->fan, fan, sizeof fan);
    f->risks[0] = (struct jalon_forecast_risk){"ex-9103", 0.013, -1};
    f->risks[1] = (struct jalon_forecast_risk){"ex-9201", 0.37, 41};
    f->names[0] = "Cap Exemple";
    f->names[1] = "Plaine Factice";
    f->forecast = (struct jalon_forecast){.as_of = fan[0].on,
                                          .due_on = fan[2].on,
                                          .n = 12,
                                          .n_first = 10,
                                          .required = 12,
                                          .weeks = 24,
                                          .is_prior = true,
                                          .is_thin = true,
                                          .fan = f->fan,
                                          .n_fan = 3,
                                          .at_due = fan[2],
                                          .p_all = 0.004,
                                          .risks = f->risks,
                                          .n_risks = 2,
                                          .model = {.median_weeks = 15, .draws = 4000}};
    f->awaited = (struct jalon_instrument_def){.code = "contrat", .label = f->instruments[1].label};
    f->target = (struct jalon_target_def){
        .code = "all", .label = f->targets[1].label, .instrument = "contrat", .percent = 100};
    f->report = (struct jalon_forecast_report){.status = &f->weekly.status,
                                               .forecast = &f->forecast,
                                               .assumed = &f->assumed,
                                               .target = &f->target,
                                               .instrument = &f->awaited,
                                               .names = f->names};
    f->weekly.forecast = &f->report;
}

/* Two cohorts of 4 and 0 territories, and a weight without figures for 2 of the 12; a programme
 * that declares neither is the rule. */
static inline void report_fixture_counts(struct report_fixture *f)
{
    f->cohort_signed[0][0] = 1;
    f->of_signed[0] = 400666;
    f->cohorts[0] = (struct jalon_cohort_figures){
        "avant-garde", {{"Avant-garde fictive", "Fictional vanguard"}}, 4, f->cohort_signed[0]};
    f->cohorts[1] = (struct jalon_cohort_figures){
        "second", {{"Second essai", "Second trial"}}, 0, f->cohort_signed[1]};
    f->weights[0] = (struct jalon_weight_figures){"emplois",
                                                  {{"emplois industriels", "industrial jobs"}},
                                                  {{"emplois", "jobs"}},
                                                  1202000,
                                                  f->of_signed,
                                                  2,
                                                  1};
    f->weekly.status.cohorts = f->cohorts;
    f->weekly.status.n_cohorts = 2;
    f->weekly.status.weights = f->weights;
    f->weekly.status.n_weights = 1;
}

static inline void report_fixture_regions(struct report_fixture *f)
{
    f->n_signed[0][0] = 2;
    f->this_week[0][0] = 2;
    f->n_signed[1][0] = 1;
    f->regions[0] =
        (struct jalon_region_figures){"91", "Région des Dunes", 7, f->n_signed[0], f->this_week[0]};
    f->regions[1] = (struct jalon_region_figures){"92", "Val-de-Nulle-Part", 5, f->n_signed[1],
                                                  f->this_week[1]};
    f->weekly.regions = f->regions;
    f->weekly.n_regions = 2;
}

static inline void report_fixture_changes(struct report_fixture *f)
{
    const struct jalon_label protocole = {{"protocole d'accord", "memorandum"}};
    const struct jalon_label pilot = {{"pilote", "pilot"}};
    const struct jalon_label negotiating = {{"en négociation", "negotiating"}};
    const struct jalon_label launch = {{"lancement", "launch"}};
    const struct jalon_label none = {{NULL, NULL}};
    struct jalon_date on = jalon_date_of(2019, 4, 30);
    struct jalon_change changes[6] = {
        {JALON_CHANGE_SIGNED, on, JALON_PRECISION_DAY, "ex-9101", "Baie d'Essai", "91", "protocole",
         NULL, protocole, none},
        {JALON_CHANGE_SIGNED, on, JALON_PRECISION_DAY, "ex-9102", "Rive Témoin", "91", "protocole",
         NULL, protocole, none},
        {JALON_CHANGE_STATE, on, JALON_PRECISION_BEFORE, "ex-9101", "Baie d'Essai", "91",
         "negotiating", "pilot", negotiating, pilot},
        {JALON_CHANGE_STATE, on, JALON_PRECISION_BEFORE, "ex-9201", "Plaine Factice", "92",
         "negotiating", "pilot", negotiating, pilot},
        {JALON_CHANGE_ENTERED, jalon_date_of(2019, 5, 2), JALON_PRECISION_DAY, "ex-9202",
         "Mont Imaginaire", "92", NULL, NULL, none, none},
        {JALON_CHANGE_MILESTONE, jalon_date_of(2019, 5, 3), JALON_PRECISION_DAY, "ex-9103",
         "Cap Exemple", "91", "launch", NULL, launch, none},
    };
    memcpy(f->changes, changes, sizeof changes);
    f->weekly.changes = f->changes;
    f->weekly.n_changes = 6;
}

/* Four figures that a correction of 6 May changed; that there are none is the rule. */
static inline void report_fixture_restatements(struct report_fixture *f)
{
    const struct jalon_date on = jalon_date_of(2019, 5, 6);
    const struct jalon_restatement restatements[4] = {
        {{2019, 18}, {2019, 18}, "instruments.protocole.signed", 13, 12, "ex-9101#6", on},
        {{2018, 52}, {2019, 17}, "instruments.contrat.signed", 0, 1, "ex-9101#6", on},
        {{2019, 16}, {2019, 18}, "states.pilot", 3, 4, "ex-9101#6", on},
        {{2019, 18}, {2019, 18}, "scope.current", 12, 11, "ex-9101#6", on},
    };
    memcpy(f->restatements, restatements, sizeof restatements);
    f->weekly.restatements = f->restatements;
    f->weekly.n_restatements = 4;
}

static inline void report_fixture_status(struct report_fixture *f, struct jalon_status *status)
{
    struct jalon_state_figures states[5] = {
        {"identified", {{"identifié", "identified"}}, 6, -1},
        {"pilot", {{"pilote", "pilot"}}, 3, -1},
        {"negotiating", {{"en négociation", "negotiating"}}, 3, 3},
        {"signed", {{"signé", "signed"}}, 0, 0},
        {"suspended", {{"suspendu", "suspended"}}, 0, 0},
    };
    const struct jalon_label none = {{NULL, NULL}}, done = {{"signé", "signed"}};
    const struct jalon_label protocole = {{"protocole d'accord", "memorandum"}};
    struct jalon_instrument_figures instruments[3] = {
        {"protocole", protocole, JALON_INSTRUMENT_INTERMEDIATE, 3, 1, 2, 3, none},
        {"contrat", {{"contrat", "contract"}}, JALON_INSTRUMENT_COMPLETING, 0, 0, 0, 0, done},
        {"avenant", {{"avenant", "amendment"}}, JALON_INSTRUMENT_AMENDING, 0, 0, 0, 0, none},
    };
    memcpy(f->states, states, sizeof states);
    memcpy(f->instruments, instruments, sizeof instruments);
    f->targets[0] = (struct jalon_target_figures){"first",
                                                  {{"premiers contrats", "first contracts"}},
                                                  jalon_date_of(2019, 3, 24),
                                                  jalon_date_of(2019, 3, 5),
                                                  jalon_date_of(2019, 3, 4),
                                                  &f->instruments[1],
                                                  10};
    f->targets[1] = (struct jalon_target_figures){"all",
                                                  {{"tous les contrats", "all contracts"}},
                                                  jalon_date_of(2019, 6, 30),
                                                  jalon_date_of(2019, 6, 30),
                                                  jalon_date_of(2019, 1, 31),
                                                  &f->instruments[1],
                                                  100};
    *status = (struct jalon_status){
        .programme = "ex",
        .name = {{"Programme d'essai", "Trial programme"}},
        .as_of = jalon_date_of(2019, 5, 5),
        .pace_days = 56,
        .known_at = {-1, "2019-05-06T08:12:00.123456Z"},
        .scope = {.initial = 10, .current = 12, .entered = 1, .left = 0, .out_of_scope = 1},
        .states = f->states,
        .n_states = 5,
        .instruments = f->instruments,
        .n_instruments = 3,
        .targets = f->targets,
        .n_targets = 2};
}

/* Week 2019-W18 of a programme of 12 territories: 3 protocoles, of which 2 in the week. */
static inline void report_fixture_init(struct report_fixture *f)
{
    memset(f, 0, sizeof *f);
    f->weekly.week = (struct jalon_week){2019, 18};
    f->weekly.from = jalon_date_of(2019, 4, 29);
    f->weekly.to = jalon_date_of(2019, 5, 5);
    report_fixture_status(f, &f->weekly.status);
    report_fixture_regions(f);
    report_fixture_changes(f);
}

#define REPORT_FIXTURE_NOTE                                                                          \
    "essai.example/1\n1105\nRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRTE=\n\n\u2014 essai.example/1 " \
    "RXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWk=\n"

/* The checkpoint that an issued report shows. */
static inline struct jalon_anchor report_fixture_anchor(void)
{
    return (struct jalon_anchor){.origin = "essai.example/1",
                                 .size = 1105,
                                 .root = "RXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRXNzYWkgRTE=",
                                 .note = REPORT_FIXTURE_NOTE};
}
