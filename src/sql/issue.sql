-- Issued reports.

-- name: issue_head :maybe
-- in:  programme text
-- out: entry_id bigint, n bigint
SELECT s.entry_id, s.n FROM jalon.issue_head($1) s WHERE s.entry_id IS NOT NULL;

-- name: issue_checkpoint :maybe
-- in:  programme text, week text, known bigint, latest boolean
-- out: note text
-- The checkpoint that the weekly report shows by the books up to `known`; when it was not issued by
-- them, with `latest`, the last one that there is.
WITH issued AS (SELECT i.checkpoint AS size FROM jalon.issue_checkpoint($1, 'weekly', $2, $3) i),
     shown AS (
       SELECT size FROM issued
       UNION ALL
       SELECT max(c.size) FROM audit.checkpoint c WHERE $4 AND NOT EXISTS (SELECT FROM issued))
SELECT c.note FROM shown JOIN audit.checkpoint c USING (size) ORDER BY c.epoch DESC LIMIT 1;

-- name: report_issue :one
-- in:  request uuid, programme text, report jsonb, files jsonb, again boolean, evidence jsonb
-- out: receipt jsonb
SELECT jalon.report_issue($1, $2, $3, $4, $5, $6) AS receipt;

-- name: issued :many
-- in:  programme text, week text, sha256 text
-- out: programme text, entry text, week text, as_of date, known text, format text, lang text,
--      sha256 text, size integer, issued_on date, actor text, leaf bigint, checkpoint bigint,
--      issued_at text
-- Files that were issued: of a programme, of a week, with that SHA-256; null: of all. `checkpoint` is
-- the size of the first signed one that covers the entry.
SELECT p.code AS programme, f.entry, f.week, f.as_of, f.known, f.format, f.lang, f.sha256, f.size,
       (h.recorded AT TIME ZONE p.timezone)::date AS issued_on,
       audit.disclosed(f.entry_id, h.leaf::jsonb #>> '{actor,sd,0}') AS actor, l.idx AS leaf,
       (SELECT min(c.size) FROM audit.checkpoint c WHERE c.size > l.idx) AS checkpoint,
       to_char(h.recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS issued_at
FROM jalon.issued_files() f
JOIN jalon.programme p ON p.id = f.programme_id
JOIN audit.history h ON h.entry_id = f.entry_id
LEFT JOIN audit.leaves l ON l.entry_id = f.entry_id
WHERE ($1::text IS NULL OR p.code = $1) AND ($2::text IS NULL OR f.week = $2)
  AND ($3::text IS NULL OR f.sha256 = $3)
ORDER BY f.entry_id, f.format, f.lang NULLS FIRST;
