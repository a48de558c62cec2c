-- Programmes.

-- name: programme_apply :one
-- in:  request uuid, document text, evidence jsonb, expect integer
-- out: receipt jsonb
SELECT jalon.programme_apply($1, $2, $3, $4) AS receipt;

-- name: revision_obstacles :many
-- in:  programme text, document jsonb
-- out: kind text, facts jsonb
SELECT o.kind, jsonb_build_object('thing', o.thing, 'n', o.n, 'contracts', o.contracts) AS facts
FROM jalon.revision_obstacles($1, $2) o;

-- name: programme_revision :maybe
-- A revision of one programme; number null: the one in force.
-- in:  code text, number integer
-- out: revision integer, document text
SELECT r.number AS revision, r.document
FROM jalon.programme p JOIN jalon.revision r ON r.programme_id = p.id
WHERE p.code = $1 AND r.number = coalesce($2, p.revision);

-- name: programme_list :many
-- `since`: the day on which the revision in force was applied; `scope`: N as of today.
-- out: code text, name_fr text, name_en text, timezone text, starts_on date, revision integer,
--      since date, today date, scope integer
SELECT p.code, p.name_fr, p.name_en, p.timezone, p.starts_on, p.revision,
       (h.recorded AT TIME ZONE p.timezone)::date AS since, jalon.today(p.timezone) AS today,
       (SELECT count(*)::integer FROM jalon.contracts_at(p.id, jalon.today(p.timezone)) c
        WHERE c.in_scope) AS scope
FROM jalon.programme p
JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision
LEFT JOIN audit.history h ON h.entry_id = r.entry_id
ORDER BY p.code;

-- name: programme_in_force :many
-- The revision in force of one programme; of all, two rows are enough to know that a choice is
-- needed.
-- in:  code text
-- out: code text, revision integer, document text, today date
SELECT p.code, p.revision, r.document, jalon.today(p.timezone) AS today
FROM jalon.programme p
JOIN jalon.revision r ON r.programme_id = p.id AND r.number = p.revision
WHERE $1::text IS NULL OR p.code = $1
ORDER BY p.code LIMIT 2;

-- name: requests_known :many
-- in:  ids uuid[]
-- out: id uuid
SELECT q.id FROM jalon.request q WHERE q.id = ANY ($1::uuid[]);

-- name: books_at :maybe
-- The entry that the journal had reached at a moment (jalon.entry_known_at), the programme's
-- revision in force then, and whether the programme had no entry yet. No row: no such moment.
-- `leaves`: after the first so many of the sealed journal, with no other moment.
-- in:  programme text, on_date date, size bigint, code text, seq bigint, leaves bigint
-- out: known bigint, revision integer, is_nothing boolean
SELECT k.known, p.revision, audit.last_recorded(p.code, k.known) IS NULL AS is_nothing
FROM (SELECT CASE WHEN $6::bigint IS NULL THEN jalon.entry_known_at($1, $2, $3, $4, $5)
             ELSE (SELECT coalesce(max(f.entry_id), 0) FROM audit.leaves f WHERE f.idx < $6
                   HAVING max(f.idx) = $6 - 1) END AS known OFFSET 0) k
CROSS JOIN LATERAL jalon.programmes(k.known) p
WHERE p.code = $1 AND k.known IS NOT NULL;
