/*
 * The weekly report as a mail that a person opens, completes and sends (X-Unsent): the text with
 * the page beside it, the workbook and the calendar attached. It names no recipient. Its boundaries
 * are fixed: none of them can occur in what quoted-printable or base64 wrote.
 */
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

/* One part of the mail. */
struct part {
    const char *format; /* a row of jalon_weekly_formats() */
    const char *type, *subtype;
    const char *method; /* of a calendar; else NULL */
    bool is_text;       /* in UTF-8 */
    bool is_attached;
};

static const struct part text_part = {"text", "text", "plain", NULL, true, false};
static const struct part page_part = {"html", "text", "html", NULL, true, false};
static const struct part attached[] = {
    {"xlsx", "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL, false,
     true},
    {"ics", "text", "calendar", "PUBLISH", true, true},
};

/* A struct jalon_weekly in one language. */
struct mailing {
    const struct jalon_weekly *weekly;
    enum jalon_lang lang;
};

static GMimeMultipart *multipart(const char *subtype, const char *boundary)
{
    GMimeMultipart *parts = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(parts, boundary);
    return parts;
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

/* "ti-2019-W18.xlsx". */
static void set_name(GMimePart *part, const struct mailing *mailing, const char *format)
{
    JALON_AUTO(jalon_str_done) struct jalon_str name = {0};
    jalon_str_addf(&name, "%s-%s.%s", mailing->weekly->status.programme,
                   jalon_week_text(mailing->weekly->week).text, format);
    g_mime_part_set_filename(part, jalon_str_text(&name));
}

static int add_part(const struct mailing *mailing, const struct part *what, GMimeMultipart *parts,
                    struct jalon_err *err)
{
    const struct jalon_weekly_format *format = jalon_weekly_format(what->format);
    JALON_AUTO(jalon_str_done) struct jalon_str bytes = {0};
    if (format->render(mailing->weekly, mailing->lang, &bytes, err) < 0) {
        return -1;
    }
    GMimePart *part = g_mime_part_new_with_type(what->type, what->subtype);
    set_content(part, &bytes, what->is_attached);
    if (what->method != NULL) {
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "method", what->method);
    }
    if (what->is_text) {
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    }
    if (what->is_attached) {
        g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
        set_name(part, mailing, what->format);
    }
    g_mime_multipart_add(parts, GMIME_OBJECT(part));
    g_object_unref(part);
    return 0;
}

static int add_parts(const struct mailing *mailing, GMimeMessage *message, struct jalon_err *err)
{
    GMimeMultipart *mixed = multipart("mixed", "=_jalon_mixed");
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    g_object_unref(mixed); /* the message holds it */
    GMimeMultipart *ways = multipart("alternative", "=_jalon_alternative");
    g_mime_multipart_add(mixed, GMIME_OBJECT(ways));
    g_object_unref(ways);
    if (add_part(mailing, &text_part, ways, err) < 0 ||
        add_part(mailing, &page_part, ways, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < JALON_COUNT(attached); i++) {
        if (add_part(mailing, &attached[i], mixed, err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The cut-off is the date; a line break in a title, which would begin another header, is shown. */
static void set_headers(const struct mailing *mailing, GMimeMessage *message)
{
    const struct jalon_weekly *weekly = mailing->weekly;
    JALON_AUTO(jalon_str_done) struct jalon_str title = {0};
    JALON_AUTO(jalon_str_done) struct jalon_str subject = {0};
    int year = 0, month = 0, day = 0;
    jalon_date_split(weekly->status.as_of, &year, &month, &day);
    GDateTime *date = g_date_time_new_utc(year, month, day, 0, 0, 0);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    jalon_phrase_title(&title, mailing->lang, &weekly->status);
    jalon_text_add_safe(&subject, jalon_str_text(&title));
    g_mime_message_set_subject(message, jalon_str_text(&subject), "utf-8");
    if (weekly->sender != NULL) {
        JALON_AUTO(jalon_str_done) struct jalon_str sender = {0};
        jalon_text_add_safe(&sender, weekly->sender);
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, NULL, jalon_str_text(&sender));
    }
    g_mime_object_set_header(GMIME_OBJECT(message), "X-Unsent", "1", NULL);
}

int jalon_weekly_eml(const struct jalon_weekly *weekly, enum jalon_lang lang, struct jalon_str *out,
                     struct jalon_err *err)
{
    struct jalon_weekly sent = *weekly;
    const struct mailing mailing = {.weekly = &sent, .lang = lang};
    sent.map = (struct jalon_map){0}; /* readers of mails cut off a page of more than 100 kB */
    g_mime_init();
    JALON_AUTO(unref_message) GMimeMessage *message = g_mime_message_new(TRUE);
    JALON_AUTO(free_options) GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    set_headers(&mailing, message);
    if (add_parts(&mailing, message, err) < 0) {
        return -1;
    }
    JALON_AUTO(free_text) char *text = g_mime_object_to_string(GMIME_OBJECT(message), options);
    jalon_str_add(out, text);
    return 0;
}
