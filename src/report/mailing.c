/* Puts a report together as a mail. */
#include "report/mailing.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/text.h"
#include "report/phrase.h"

static void free_text(char **text)
{
    g_free(*text);
}

static void unref_message(GMimeMessage **message)
{
    g_object_unref(*message);
}

static void free_options(GMimeFormatOptions **options)
{
    g_mime_format_options_free(*options);
}

/* The parts of a mail: those that people read first, then what is attached. */
static const struct part {
    const char *format; /* a row of jalon_weekly_formats() */
    const char *type, *subtype;
    const char *method; /* of a calendar; else NULL */
    bool is_text;       /* in UTF-8 */
    bool is_attached;
} parts[JALON_MAILING_PARTS] = {
    {"text", "text", "plain", NULL, true, false},
    {"html", "text", "html", NULL, true, false},
    {"xlsx", "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL, false,
     true},
    {"ics", "text", "calendar", "PUBLISH", true, true},
};

void jalon_mailing_done(struct jalon_mailing *mailing)
{
    jalon_str_done(&mailing->subject);
    for (size_t i = 0; i < JALON_MAILING_PARTS; i++) {
        jalon_str_done(&mailing->parts[i]);
        jalon_str_done(&mailing->names[i]);
    }
}

/* JALON_MAILING_PARTS: there is none. */
static size_t find_part(const char *format)
{
    size_t i = 0;
    while (i < JALON_MAILING_PARTS && strcmp(parts[i].format, format) != 0) {
        i++;
    }
    return i;
}

struct jalon_str *jalon_mailing_part(struct jalon_mailing *mailing, const char *format)
{
    size_t i = find_part(format);
    return i < JALON_MAILING_PARTS ? &mailing->parts[i] : NULL;
}

void jalon_mailing_name(struct jalon_mailing *mailing, const char *format, const char *name)
{
    jalon_str_add(&mailing->names[find_part(format)], name);
}

void jalon_mailing_add_subject(struct jalon_mailing *mailing, enum jalon_lang lang,
                               const char *week, const struct jalon_status *status)
{
    jalon_say(&mailing->subject, lang, JALON_WORD_SITE_FEED_ENTRY, week);
    jalon_phrase_title(&mailing->subject, lang, status);
}

static GMimeMultipart *multipart(const char *subtype, const char *boundary)
{
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(multipart, boundary);
    return multipart;
}

/* The bytes as they are: GMime's own way to set a text would choose the smallest charset. */
static void set_content(GMimePart *part, const struct jalon_str *bytes, bool is_attached)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(jalon_str_text(bytes), bytes->length);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, is_attached ? GMIME_CONTENT_ENCODING_BASE64
                                                       : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_object_unref(content);
    g_object_unref(stream);
}

static void add_part(const struct jalon_mailing *mailing, size_t i, GMimeMultipart *to)
{
    const struct part *what = &parts[i];
    if (mailing->parts[i].length == 0) {
        return;
    }
    GMimePart *part = g_mime_part_new_with_type(what->type, what->subtype);
    set_content(part, &mailing->parts[i], what->is_attached);
    if (what->method != NULL) {
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "method", what->method);
    }
    if (what->is_text) {
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    }
    if (what->is_attached) {
        g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
        g_mime_part_set_filename(part, jalon_str_text(&mailing->names[i]));
    }
    g_mime_multipart_add(to, GMIME_OBJECT(part));
    g_object_unref(part);
}

static void add_parts(const struct jalon_mailing *mailing, GMimeMessage *message)
{
    GMimeMultipart *mixed = multipart("mixed", "=_jalon_mixed");
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    g_object_unref(mixed); /* the message holds it */
    GMimeMultipart *ways = multipart("alternative", "=_jalon_alternative");
    g_mime_multipart_add(mixed, GMIME_OBJECT(ways));
    g_object_unref(ways);
    for (size_t i = 0; i < JALON_MAILING_PARTS; i++) {
        add_part(mailing, i, parts[i].is_attached ? mixed : ways);
    }
}

static void add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *address)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    if (address != NULL) {
        jalon_text_add_safe(&safe, address);
        g_mime_message_add_mailbox(message, type, NULL, jalon_str_text(&safe));
    }
}

static void set_date(struct jalon_date on, GMimeMessage *message)
{
    int year = 0, month = 0, day = 0;
    jalon_date_split(on, &year, &month, &day);
    GDateTime *date = g_date_time_new_utc(year, month, day, 0, 0, 0);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
}

static void set_headers(const struct jalon_mailing *mailing, GMimeMessage *message)
{
    JALON_AUTO(jalon_str_done) struct jalon_str subject = {0};
    if (jalon_date_is_set(mailing->date)) {
        set_date(mailing->date, message);
    }
    jalon_text_add_safe(&subject, jalon_str_text(&mailing->subject));
    g_mime_message_set_subject(message, jalon_str_text(&subject), "utf-8");
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, mailing->from);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, mailing->to);
    if (mailing->id != NULL) {
        JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
        jalon_str_addf(&id, "%s%s", mailing->id, strchr(mailing->from, '@'));
        g_mime_message_set_message_id(message, jalon_str_text(&id));
    }
    g_mime_object_set_header(GMIME_OBJECT(message),
                             mailing->is_draft ? "X-Unsent" : "Auto-Submitted",
                             mailing->is_draft ? "1" : "auto-generated", NULL);
}

void jalon_mailing_write(const struct jalon_mailing *mailing, struct jalon_str *out)
{
    g_mime_init();
    JALON_AUTO(unref_message) GMimeMessage *message = g_mime_message_new(TRUE);
    JALON_AUTO(free_options) GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(
        options, mailing->is_draft ? GMIME_NEWLINE_FORMAT_DOS : GMIME_NEWLINE_FORMAT_UNIX);
    set_headers(mailing, message);
    add_parts(mailing, message);
    JALON_AUTO(free_text) char *text = g_mime_object_to_string(GMIME_OBJECT(message), options);
    jalon_str_add(out, text);
}
