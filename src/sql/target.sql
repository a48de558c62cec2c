-- Targets: the writing functions.

-- name: retarget :one
-- in:  request uuid, programme text, code text, target text, on_date date, decided_on date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.retarget($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: retarget_all :one
-- in:  request uuid, programme text, target text, region text, on_date date, decided_on date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.retarget_all($1, $2, $3, $4, $5, $6, $7) AS receipt;
