-- Programmes.

-- name: programme_apply :one
-- in:  request uuid, document text
-- out: receipt jsonb
SELECT jalon.programme_apply($1, $2) AS receipt;

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
