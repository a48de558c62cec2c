/* Mails through GMime; nothing from data is ever an argument that a shell would read. */
#include "jalon/mail.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/mem.h"
#include "jalon/cli_messages.h"
#include "jalon/filter.h"

static void free_text(char **text)
{
    g_free(*text);
}

static void unref_message(GMimeMessage **message)
{
    g_object_unref(*message);
}

/* A line break in a name would begin another header. */
static int check_header(const char *text, struct jalon_err *err)
{
    return strpbrk(text, "\r\n") == NULL ? 0 : jalon_fail(err, &jalon_msg_mail_line_break, text);
}

/* The bytes as they are: g_mime_text_part_set_text() would choose the smallest charset. */
static void set_body(GMimeMessage *message, const char *body)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(body, strlen(body));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    GMimePart *part = GMIME_PART(g_mime_text_part_new_with_subtype("plain"));
    g_mime_text_part_set_charset(GMIME_TEXT_PART(part), "utf-8");
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
    g_object_unref(part);
    g_object_unref(content);
    g_object_unref(stream);
}

int mail_write(const struct mail *mail, struct jalon_str *out, struct jalon_err *err)
{
    if (check_header(mail->from, err) < 0 || check_header(mail->to, err) < 0 ||
        check_header(mail->subject, err) < 0) {
        return -1;
    }
    g_mime_init();
    JALON_AUTO(unref_message) GMimeMessage *message = g_mime_message_new(TRUE);
    JALON_AUTO(jalon_str_done) struct jalon_str id = {0};
    jalon_str_addf(&id, "%s%s", mail->id, strchr(mail->from, '@'));
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, NULL, mail->from);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, mail->to);
    g_mime_message_set_subject(message, mail->subject, "utf-8");
    g_mime_message_set_message_id(message, jalon_str_text(&id));
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    set_body(message, mail->body);
    JALON_AUTO(free_text) char *text = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
    jalon_str_add(out, text);
    return 0;
}

enum mail_outcome mail_deliver(const char *program, const char *to, const struct jalon_str *message,
                               int *ret_status)
{
    JALON_AUTO(jalon_freep) char *name = jalon_strdup(program);
    JALON_AUTO(jalon_freep) char *address = jalon_strdup(to);
    char dots[] = "-i", end[] = "--";
    char *const argv[] = {name, dots, end, address, NULL};
    JALON_AUTO(jalon_str_done) struct jalon_str ignored = {0};
    enum { NOT_FOUND = 127 };
    *ret_status = NOT_FOUND;
    switch (filter_run(argv, message, &ignored, ret_status)) {
    case FILTER_DONE:
        return *ret_status == 0 ? MAIL_SENT : MAIL_FAILED;
    case FILTER_MISSING:
        return MAIL_FAILED;
    case FILTER_FAILED:
        break;
    }
    *ret_status = -1;
    return MAIL_UNKNOWN;
}
