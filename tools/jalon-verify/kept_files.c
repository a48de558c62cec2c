/* Files as entries name them, in the order of the leaves. */
#include "jalon-verify/kept_files.h"

#include <stdlib.h>
#include <string.h>

#include "jalon-verify/memory.h"

/* Is the value the name of a file? */
static bool read_name(struct json_slice value, struct json_slice *ret_name)
{
    if (!value.at || !json_text(value, ret_name) || ret_name->length != FILE_NAME_LENGTH) {
        return false;
    }
    for (size_t i = 0; i < FILE_NAME_LENGTH; i++) {
        if (!memchr("0123456789abcdef", ret_name->at[i], 16)) {
            return false;
        }
    }
    return true;
}

static struct kept_file *find(const struct kept_files *files, struct json_slice name)
{
    for (size_t i = 0; i < files->n; i++) {
        if (memcmp(files->items[i].name, name.at, FILE_NAME_LENGTH) == 0) {
            return &files->items[i];
        }
    }
    return NULL;
}

static bool is_document(const struct leaf *leaf)
{
    return !leaf->is_seal && leaf->entry.event.length == 8 &&
           memcmp(leaf->entry.event.at, "document", 8) == 0;
}

void kept_files_add(struct kept_files *files, const struct leaf *leaf)
{
    struct json_object after;
    struct json_slice name;
    struct json_slice value =
        is_document(leaf) ? leaf->entry.own[OWN_AFTER] : (struct json_slice){0};
    if (!value.at || json_read(value.at, value.length, &after) != JSON_OK ||
        !read_name(json_get(&after, "sha256"), &name) || find(files, name)) {
        return;
    }
    files->items = memory_grow(files->items, files->n + 1, sizeof *files->items);
    struct kept_file *new = &files->items[files->n++];
    *new = (struct kept_file){.erased = 0};
    memcpy(new->name, name.at, FILE_NAME_LENGTH);
}

bool kept_files_erase(struct kept_files *files, struct verify *verify, struct json_slice names,
                      const struct place *place)
{
    struct json_slice item, name;
    char text[FILE_NAME_LENGTH + 1] = {0};
    size_t n = 0;
    if (names.at[0] != '[') {
        return false;
    }
    verify->report.is_given[COUNT_erased_files] = true;
    for (; json_next(&names, &item); n++) {
        if (!read_name(item, &name)) {
            return false;
        }
        struct kept_file *one = find(files, name);
        memcpy(text, name.at, FILE_NAME_LENGTH);
        verify->report.counts[COUNT_erased_files]++;
        if (!one) {
            verify_line_fault(verify, FAULT_file_unknown, place, text, NULL);
        } else if (one->erased > 0) {
            verify_line_fault(verify, FAULT_erased_twice, place, text, number(one->erased).text);
        } else {
            one->erased = place->line;
        }
    }
    return n > 0;
}

void kept_files_close(struct kept_files *files)
{
    free(files->items);
}
