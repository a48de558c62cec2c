/* Shared parts of the JSON of reports. */
#include "report/json_parts.h"

#include <stdlib.h>

#include "base/mem.h"

json_t *jalon_json_tenths(int tenths)
{
    return json_real((double)tenths / 10.0);
}

json_t *jalon_json_known_at(const struct jalon_status *status)
{
    json_t *known_at = json_object();
    jalon_json_set(known_at, "size",
                   status->known_at.size < 0 ? json_null() : json_integer(status->known_at.size));
    jalon_json_set_text(known_at, "at", status->known_at.at);
    return known_at;
}

json_t *jalon_json_states(const struct jalon_status *status)
{
    json_t *states = json_object();
    for (size_t i = 0; i < status->n_states; i++) {
        jalon_json_set_int(states, status->states[i].code, status->states[i].n);
    }
    return states;
}

/* Ten digits spell every tenth shortly: 1.6, not 1.6000000000000001. */
void jalon_json_add_line(const json_t *json, struct jalon_str *out)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10));
    if (text == NULL) {
        abort();
    }
    jalon_str_add(out, text);
    jalon_str_add_char(out, '\n');
    free(text);
}
