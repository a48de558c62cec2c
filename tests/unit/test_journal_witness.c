/* Witnesses: the requests of a published test, in order against one witness. */
#include "support/test.h"

#include <string.h>

#include "base/json.h"
#include "journal/witness.h"

static int http_of(enum jalon_witness_verdict verdict)
{
    static const int statuses[] = {
        [JALON_WITNESS_COSIGN] = 200,      [JALON_WITNESS_BAD_REQUEST] = 400,
        [JALON_WITNESS_UNSIGNED] = 403,    [JALON_WITNESS_UNKNOWN] = 404,
        [JALON_WITNESS_STALE] = 409,       [JALON_WITNESS_FORKED] = 409,
        [JALON_WITNESS_INCONSISTENT] = 422};
    return statuses[verdict];
}

TEST(published_requests_get_their_answers)
{
    JALON_AUTO(jalon_json_decref)
    json_t *all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    const json_t *vector = json_object_get(all, "witness_add_checkpoint");
    const json_t *requests = json_object_get(vector, "requests");
    JALON_AUTO(jalon_hasher_freep) struct jalon_hasher *hasher = NULL;
    JALON_AUTO(jalon_key_freep) struct jalon_key *log = NULL;
    struct jalon_err err = {0};
    struct jalon_tree_head last = {0};
    assert_done(jalon_hasher_new(&hasher, &err), &err);
    assert_done(jalon_key_read(jalon_json_text(vector, "log_vkey"), &log, &err), &err);
    assert_int_equal(json_array_size(requests), 9);
    for (size_t i = 0; i < json_array_size(requests); i++) {
        const json_t *one = json_array_get(requests, i);
        const char *text = jalon_json_text(one, "request");
        struct jalon_witness_request request;
        int wanted = (int)jalon_json_int(one, "http");
        assert_true(jalon_witness_request_read(text, strlen(text), &request));
        int http = http_of(jalon_witness_judge(&request, log, &last, hasher));
        /* the protocol has a status of its own for another log since the test was written */
        assert_int_equal(http == 404 ? 403 : http, wanted);
        if (http == 200) {
            last = request.checkpoint.head;
            JALON_AUTO(jalon_str_done) struct jalon_str again = {0};
            jalon_witness_request_add(&again, request.old_size, &request.proof,
                                      strstr(text, "\n\n") + 2);
            assert_string_equal(jalon_str_text(&again), text);
        }
    }
    assert_int_equal(last.size, 5);
}

TEST(texts_that_are_no_request_are_refused)
{
    static const char *const starts[] = {"",           "old\n\n",   "old 01\n\n",    "old -1\n\n",
                                         "old 1 \n\n", "OLD 1\n\n", "old 1\nabc\n\n"};
    JALON_AUTO(jalon_json_decref)
    json_t *all = json_load_file(TEST_DATA "/journal_vectors.json", JSON_REJECT_DUPLICATES, NULL);
    const json_t *requests =
        json_object_get(json_object_get(all, "witness_add_checkpoint"), "requests");
    const char *good = jalon_json_text(json_array_get(requests, 0), "request");
    for (size_t i = 0; i < JALON_COUNT(starts); i++) {
        struct jalon_witness_request request;
        JALON_AUTO(jalon_str_done) struct jalon_str text = {0};
        jalon_str_addf(&text, "%s%s", starts[i], strstr(good, "\n\n") + 2);
        assert_false(jalon_witness_request_read(text.text, text.length, &request));
    }
}
