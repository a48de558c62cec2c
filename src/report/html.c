/* HTML by libxml2's writer. */
#include "report/html.h"

#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

struct jalon_html {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
};

/* The writer only fails when memory runs out. */
static void must(int written)
{
    if (written < 0) {
        abort();
    }
}

static struct jalon_html *begin(const char *first_line)
{
    struct jalon_html *html = jalon_alloc(sizeof *html);
    html->buffer = xmlBufferCreate();
    html->writer = html->buffer ? xmlNewTextWriterMemory(html->buffer, 0) : NULL;
    if (!html->writer) {
        abort();
    }
    must(xmlTextWriterWriteRaw(html->writer, BAD_CAST first_line));
    return html;
}

struct jalon_html *jalon_html_new(void)
{
    return begin("<!DOCTYPE html>\n");
}

struct jalon_html *jalon_html_new_xml(void)
{
    return begin("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
}

void jalon_html_done(struct jalon_html *html, struct jalon_str *out)
{
    must(xmlTextWriterEndDocument(html->writer));
    xmlFreeTextWriter(html->writer);
    jalon_str_add(out, (const char *)xmlBufferContent(html->buffer));
    xmlBufferFree(html->buffer);
    free(html);
}

void jalon_html_begin(struct jalon_html *html, const char *element, ...)
{
    va_list attributes;
    must(xmlTextWriterStartElement(html->writer, BAD_CAST element));
    va_start(attributes, element);
    for (const char *name = NULL; (name = va_arg(attributes, const char *)) != NULL;) {
        JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
        jalon_text_add_safe(&safe, va_arg(attributes, const char *));
        must(xmlTextWriterWriteAttribute(html->writer, BAD_CAST name,
                                         BAD_CAST jalon_str_text(&safe)));
    }
    va_end(attributes);
}

void jalon_html_close(struct jalon_html *html)
{
    must(xmlTextWriterFullEndElement(html->writer));
}

void jalon_html_end(struct jalon_html *html)
{
    must(xmlTextWriterEndElement(html->writer));
}

void jalon_html_text(struct jalon_html *html, const char *raw)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_safe(&safe, raw);
    must(xmlTextWriterWriteString(html->writer, BAD_CAST jalon_str_text(&safe)));
}

void jalon_html_lines(struct jalon_html *html, const char *raw)
{
    JALON_AUTO(jalon_str_done) struct jalon_str safe = {0};
    jalon_text_add_lines_safe(&safe, raw);
    must(xmlTextWriterWriteString(html->writer, BAD_CAST jalon_str_text(&safe)));
}

void jalon_html_int(struct jalon_html *html, int number)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", number);
    jalon_html_text(html, text);
}

void jalon_html_style(struct jalon_html *html, const char *css)
{
    jalon_html_open(html, "style");
    must(xmlTextWriterWriteRaw(html->writer, BAD_CAST css));
    jalon_html_close(html);
}
