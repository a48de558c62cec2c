/* A made-up programme and the events of made-up territories, for tests of what is pure. */
#pragma once

#include "base/str.h"
#include "domain/programme.h"
#include "domain/replay.h"

struct jalon_programme *demo_programme(void);

struct demo_event {
    const char *kind, *valid, *precision; /* valid NULL: unknown */
    const char *before, *after;           /* JSON; NULL: null */
    int request;        /* events with the same number are of one request; 0: alone */
    const char *reason; /* NULL: none */
};

#define DEMO_ENTER                                                                                     \
    "{\"code\":\"demo-01\",\"name\":\"Val Fictif\",\"programme\":\"demo\",\"state\":"                  \
    "\"identified\",\"note\":null,\"regions\":[\"28\",\"52\"],\"departements\":[\"14\",\"44\"],"       \
    "\"aliases\":[{\"as_of_year\":2018,\"issuer\":null,\"kind\":\"name\",\"value\":\"Val d'Essai\"}]," \
    "\"members\":[{\"departement\":\"14\",\"insee\":null,\"kind\":\"EPCI\",\"name\":\"CC Fictive\","   \
    "\"region\":\"28\",\"siren\":\"200000008\"},{\"departement\":\"44\",\"insee\":\"44999\","          \
    "\"kind\":\"COMMUNE\",\"name\":\"Exempleville\",\"region\":\"52\",\"siren\":\"200000016\"}]}"
#define DEMO_MOVE(to, name) "{\"note\":null,\"state\":\"" to "\",\"transition\":\"" name "\"}"
#define DEMO_STATE(state)   "{\"state\":\"" state "\"}"
#define DEMO_SIGN(instrument, number, party, parties)                                   \
    "{\"capacity\":null,\"channel\":null,\"instrument\":\"" instrument                  \
    "\",\"note\":null,\"number\":" number ",\"parties\":" parties ",\"party\":\"" party \
    "\",\"place\":null,\"signer\":null}"
#define DEMO_ALL "[\"etat\",\"membre:200000008\",\"membre:200000016\",\"region:28\",\"region:52\"]"
#define DEMO_DONE(instrument, number)                                     \
    "{\"instrument\":\"" instrument "\",\"note\":null,\"number\":" number \
    ",\"state\":\"signed\",\"transition\":\"complete\"}"

/* The I-th event as the journal holds it: recorded on 2 May 2019 plus I days, as seq I + 1. */
void demo_event_of(const struct demo_event *event, size_t i, struct jalon_event *ret_event);

/* The events replayed in order; each fault becomes a line "seq kind thing wanted found". */
struct jalon_contract *demo_replay(const struct jalon_programme *programme,
                                   const struct demo_event *events, size_t n,
                                   struct jalon_str *faults);
