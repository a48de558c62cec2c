-- Legal holds.

-- name: hold :one
-- in:  request uuid, programme text, code text, seq integer, held boolean, evidence jsonb
-- out: receipt jsonb
SELECT jalon.hold($1, $2, $3, $4, $5, $6) AS receipt;

-- name: holds :many
-- in:  programme text
-- out: thing text, entry text, recorded_on date, reason text
-- What is held now, and why.
SELECT k.code || coalesce('#' || k.seq, '') AS thing, k.entry,
       (h.recorded AT TIME ZONE p.timezone)::date AS recorded_on,
       audit.disclosed(k.entry_id, h.leaf::jsonb #>> '{reason,sd,0}') AS reason
FROM jalon.programme p
CROSS JOIN LATERAL jalon.holds(p.code) k
JOIN audit.history h ON h.entry_id = k.entry_id
WHERE p.code = $1
ORDER BY k.entry_id;
