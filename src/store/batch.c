/* Batches: rows into the database, refusals out of it. */
#include "store/batch.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "pg/refusal.h"
#include "sql/sql_statements.h"

static json_t *row_of(const char *function, const struct jalon_write *write, const char *code)
{
    json_t *row = json_object();
    jalon_json_set_text(row, "do", function);
    jalon_json_set_text(row, "code", code);
    jalon_json_set_date(row, "on", write->on);
    jalon_json_set_text(row, "precision", jalon_precision_code(write->precision));
    jalon_json_set(row, "evidence", jalon_store_evidence_object(&write->evidence));
    return row;
}

json_t *jalon_batch_advance(const struct jalon_write *write, const char *code, const char *to)
{
    json_t *row = row_of("advance", write, code);
    jalon_json_set_text(row, "what", to);
    return row;
}

json_t *jalon_batch_milestone(const struct jalon_write *write, const char *code,
                              const char *milestone)
{
    json_t *row = row_of("milestone", write, code);
    jalon_json_set_text(row, "what", milestone);
    return row;
}

json_t *jalon_batch_retarget(const struct jalon_write *write, const struct jalon_retarget *retarget)
{
    json_t *row = row_of("retarget", write, retarget->code);
    jalon_json_set_text(row, "what", retarget->target);
    jalon_json_set_date(row, "target_on", retarget->on);
    return row;
}

static json_t *party_row(const char *function, const struct jalon_write *write,
                         const struct jalon_party_act *act)
{
    json_t *row = row_of(function, write, act->code);
    jalon_json_set_text(row, "what", act->instrument);
    jalon_json_set(row, "parties", jalon_json_texts(&act->party, 1));
    return row;
}

json_t *jalon_batch_party_refuse(const struct jalon_write *write, const struct jalon_party_act *act)
{
    return party_row("party_refuse", write, act);
}

json_t *jalon_batch_party_waive(const struct jalon_write *write, const struct jalon_party_act *act)
{
    return party_row("party_waive", write, act);
}

json_t *jalon_batch_note(const struct jalon_write *write, const char *code)
{
    return row_of("note", write, code);
}

json_t *jalon_batch_plan(const struct jalon_write *write, const struct jalon_plan *plan)
{
    json_t *row = row_of("plan", write, plan->code);
    jalon_json_set_text(row, "what", plan->what);
    jalon_json_set(row, "plan", jalon_store_plan_object(plan));
    return row;
}

json_t *jalon_batch_term(const struct jalon_write *write, const struct jalon_term *term)
{
    json_t *row = row_of("term", write, term->code);
    jalon_json_set_text(row, "what", term->instrument);
    jalon_json_set(row, "term", jalon_store_term_object(term));
    return row;
}

json_t *jalon_batch_sign(const struct jalon_write *write, const struct jalon_signing *signing)
{
    json_t *row = row_of("sign", write, signing->code);
    jalon_json_set_text(row, "what", signing->instrument);
    jalon_json_set(row, "parties", jalon_json_texts(signing->parties, signing->n_parties));
    jalon_json_set(row, "signing", jalon_store_signing_object(signing));
    return row;
}

json_t *jalon_batch_territory_add(const struct jalon_write *write,
                                  const struct jalon_territory *territory)
{
    json_t *row = row_of("territory_add", write, territory->code);
    jalon_json_set(row, "territory", jalon_store_territory_object(territory));
    return row;
}

json_t *jalon_batch_territory_change(const struct jalon_write *write,
                                     const struct jalon_territory_change *change)
{
    static const char *const functions[] = {
        [JALON_TERRITORY_RENAME] = "territory_rename",
        [JALON_TERRITORY_ALIAS] = "territory_alias",
        [JALON_TERRITORY_MEMBER_ADD] = "territory_member_add",
        [JALON_TERRITORY_MEMBER_REMOVE] = "territory_member_remove",
        [JALON_TERRITORY_LEAVE] = "territory_leave",
        [JALON_TERRITORY_ABSORB] = "territory_absorb",
    };
    json_t *row = row_of(functions[change->kind], write, change->code);
    switch (change->kind) {
    case JALON_TERRITORY_RENAME:
        jalon_json_set_text(row, "what", change->name);
        break;
    case JALON_TERRITORY_ALIAS:
        jalon_json_set(row, "alias", jalon_store_alias_object(&change->alias));
        break;
    case JALON_TERRITORY_MEMBER_ADD:
        jalon_json_set(row, "member", jalon_store_member_object(&change->member));
        break;
    case JALON_TERRITORY_MEMBER_REMOVE:
        jalon_json_set_text(row, "what", change->member.siren);
        break;
    case JALON_TERRITORY_LEAVE:
        jalon_json_set(row, "into", jalon_json_texts(change->into, change->n_into));
        break;
    case JALON_TERRITORY_ABSORB:
        jalon_json_set(row, "predecessors",
                       jalon_json_texts(change->predecessors, change->n_predecessors));
        break;
    }
    jalon_json_set_text(row, "expect", change->expect);
    return row;
}

static json_t *move_of(const char *function, const struct jalon_write *write,
                       const struct jalon_cohort_move *move)
{
    json_t *row = row_of(function, write, move->code);
    jalon_json_set_text(row, "what", move->cohort);
    jalon_json_set_text(row, "member", move->member);
    return row;
}

json_t *jalon_batch_cohort_join(const struct jalon_write *write,
                                const struct jalon_cohort_move *move)
{
    return move_of("cohort_join", write, move);
}

json_t *jalon_batch_cohort_leave(const struct jalon_write *write,
                                 const struct jalon_cohort_move *move)
{
    return move_of("cohort_leave", write, move);
}

json_t *jalon_batch_weigh(const struct jalon_write *write, const struct jalon_weighing *weighing)
{
    json_t *row = row_of("weigh", write, weighing->code);
    jalon_json_set_text(row, "what", weighing->weight);
    jalon_json_set(row, "figure", jalon_store_figure_object(weighing));
    return row;
}

void jalon_batch_skip(json_t *row)
{
    jalon_json_set(row, "skip", json_true());
}

void jalon_batch_answer_done(struct jalon_batch_answer *answer)
{
    jalon_receipt_free(answer->receipt);
    free(answer->refusals);
    *answer = (struct jalon_batch_answer){0};
}

static void read_done(const json_t *document, struct jalon_batch_answer *answer)
{
    struct jalon_arena *arena = answer->receipt->arena;
    const json_t *done = json_object_get(document, "done");
    answer->n_done = json_array_size(done);
    answer->done = jalon_arena_array(arena, answer->n_done + 1, sizeof *answer->done);
    for (size_t i = 0; i < answer->n_done; i++) {
        const json_t *one = json_array_get(done, i);
        struct jalon_batch_done *row = &answer->done[i];
        row->row = (size_t)jalon_json_int(one, "row") - 1;
        row->entries =
            jalon_json_copy_texts(json_object_get(one, "entries"), arena, &row->n_entries);
        row->state = jalon_arena_strdup(arena, jalon_json_text(one, "state"));
    }
}

static void read_refusals(const json_t *document, struct jalon_batch_answer *answer)
{
    const json_t *refused = json_object_get(document, "refused");
    size_t n = json_array_size(refused);
    answer->refusals = jalon_alloc((n + 1) * sizeof *answer->refusals);
    answer->n_refusals = n;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(refused, i);
        const struct jalon_pg_failure failure = {
            .sqlstate = jalon_json_text(one, "sqlstate"),
            .message = jalon_json_text(one, "message"),
            .detail = jalon_json_text(one, "detail"),
            .constraint = jalon_json_text(one, "constraint"),
        };
        answer->refusals[i].row = (size_t)jalon_json_int(one, "row") - 1;
        (void)jalon_pg_refuse(&failure, jalon_sql_batch.name, &answer->refusals[i].err);
    }
}

int jalon_store_batch(struct jalon_db *db, const struct jalon_batch *batch,
                      struct jalon_batch_answer *ret_answer, struct jalon_err *err)
{
    JALON_AUTO(jalon_result_freep) struct jalon_result *result = NULL;
    JALON_AUTO(jalon_json_decref) json_t *document = NULL;
    JALON_AUTO(jalon_freep) char *rows = jalon_json_dump(batch->rows);
    const char *const parameters[] = {batch->request.text, batch->programme, rows,
                                      batch->keep_going ? "true" : "false"};
    *ret_answer = (struct jalon_batch_answer){0};
    if (jalon_db_write(db, &jalon_sql_batch, parameters, &result, err) < 0 ||
        jalon_json_parse(jalon_result_text(result, 0, BATCH_RECEIPT), &document, err) < 0) {
        return -1;
    }
    ret_answer->receipt = jalon_store_receipt(document);
    read_done(document, ret_answer);
    read_refusals(document, ret_answer);
    return 0;
}
