-- Erasing what was told of a person.

-- name: erase :one
-- in:  request uuid, programme text, person text, entries text[], fields text[], decision jsonb, evidence jsonb
-- out: receipt jsonb
SELECT jalon.erase($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: erasable :many
-- in:  programme text, person text, entries text[], fields text[]
-- out: entry text, field text, value text, size integer
-- `size`: of a file.
SELECT s.entry, s.field, s.value,
       CASE WHEN s.field = 'file' THEN audit.file_size(s.digest) END AS size
FROM jalon.erasable($1, $2, $3, $4) s;
