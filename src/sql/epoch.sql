-- Epochs of the sealed journal.

-- name: new_epoch :one
-- in:  request uuid, programme text, ended integer, log text, signed jsonb, kept bigint, decided_by text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.new_epoch($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: epochs :many
-- out: entry text, opening text
-- The entries that opened one, in journal order, and what they say.
SELECT h.code || '#' || h.seq AS entry, (h.leaf::jsonb -> 'after')::text AS opening
FROM audit.history h WHERE h.event = 'epoch' ORDER BY h.entry_id;
