/* Reads an entry of the journal into an event; judges nothing but that it can be read. */
#include "domain/event.h"

#include <string.h>

#include "base/json.h"

struct jalon_disclosed jalon_event_disclosed(const struct jalon_event *event, const json_t *value)
{
    struct jalon_disclosed disclosed = {0};
    disclosed.digest = json_string_value(json_array_get(json_object_get(value, "sd"), 0));
    if (disclosed.digest && event->is_public) {
        disclosed.withheld = true;
    } else if (disclosed.digest) {
        const json_t *opened = json_object_get(event->disclosures, disclosed.digest);
        disclosed.text = json_string_value(json_array_get(opened, 1));
        disclosed.erased = json_string_value(json_array_get(opened, 2));
    }
    return disclosed;
}

const char *jalon_event_erased(const struct jalon_event *event, const char *sha256)
{
    const json_t *opened = sha256 ? json_object_get(event->disclosures, sha256) : NULL;
    return json_string_value(json_array_get(opened, 2));
}

/* An absent date is fine, an unreadable one is not. */
static bool read_date(const json_t *leaf, const char *key, struct jalon_date *ret_date)
{
    struct jalon_err err;
    const char *text = jalon_json_text(leaf, key);
    *ret_date = JALON_DATE_NONE;
    return !text || jalon_date_parse(text, ret_date, &err) == 0;
}

static struct jalon_date utc_day(const char *recorded)
{
    char day[11] = "";
    if (strlen(recorded) > 10) {
        memcpy(day, recorded, 10);
    }
    return jalon_date_or_none(day);
}

static const json_t *object_of(const json_t *leaf, const char *key)
{
    const json_t *value = json_object_get(leaf, key);
    return json_is_object(value) ? value : NULL;
}

static bool read_when(struct jalon_event *event, struct jalon_date recorded_on)
{
    enum jalon_precision precision;
    const char *code = jalon_json_text(event->leaf, "precision");
    if (!code || !jalon_precision_parse(code, &precision) ||
        !read_date(event->leaf, "valid", &event->valid) ||
        !read_date(event->leaf, "learned", &event->learned)) {
        return false;
    }
    if (!jalon_date_is_set(event->valid) && precision != JALON_PRECISION_UNKNOWN) {
        return false;
    }
    event->recorded_on = jalon_date_is_set(recorded_on) ? recorded_on : utc_day(event->recorded);
    event->when = jalon_when_of(event->valid, precision);
    event->counts_from = jalon_when_counts_from(event->when, event->recorded_on);
    return jalon_date_is_set(event->recorded_on);
}

static void read_evidence(struct jalon_event *event)
{
    event->actor = jalon_event_disclosed(event, json_object_get(event->leaf, "actor"));
    event->reason = jalon_event_disclosed(event, json_object_get(event->leaf, "reason"));
    event->source = jalon_event_disclosed(event, json_object_get(event->leaf, "source"));
}

bool jalon_event_read(json_t *leaf, json_t *disclosures, struct jalon_date recorded_on,
                      struct jalon_event *ret_event)
{
    struct jalon_event event = {
        .kind = jalon_json_text(leaf, "event"),
        .subject = jalon_json_text(leaf, "subject"),
        .subject_kind = jalon_json_text(leaf, "subject_kind"),
        .seq = jalon_json_int(leaf, "seq"),
        .corrects = jalon_json_int(leaf, "corrects"),
        .revision = jalon_json_int(leaf, "revision"),
        .recorded = jalon_json_text(leaf, "recorded"),
        .certainty = jalon_json_text(leaf, "certainty"),
        .batch = jalon_json_text(leaf, "batch"),
        .request = jalon_json_text(leaf, "request"),
        .tool = jalon_json_text(leaf, "tool"),
        .before = object_of(leaf, "before"),
        .after = object_of(leaf, "after"),
        .leaf = leaf,
        .disclosures = disclosures,
    };
    *ret_event = (struct jalon_event){0};
    if (!event.kind || !event.subject || !event.subject_kind || event.seq < 1 || !event.recorded ||
        !read_when(&event, recorded_on)) {
        return false;
    }
    read_evidence(&event);
    json_incref(leaf);
    json_incref(disclosures);
    *ret_event = event;
    return true;
}

void jalon_event_done(struct jalon_event *event)
{
    json_decref(event->leaf);
    json_decref(event->disclosures);
    *event = (struct jalon_event){0};
}

struct jalon_event jalon_event_keep(const struct jalon_event *event)
{
    json_incref(event->leaf);
    json_incref(event->disclosures);
    return *event;
}

struct jalon_event jalon_event_publish(const struct jalon_event *event)
{
    struct jalon_event public = jalon_event_keep(event);
    public.is_public = true;
    read_evidence(&public);
    return public;
}
