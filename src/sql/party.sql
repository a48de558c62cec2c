-- Refusals, waivers and remarks: the writing functions.

-- name: party_refuse :one
-- in:  request uuid, programme text, code text, instrument text, party text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.party_refuse($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: party_waive :one
-- in:  request uuid, programme text, code text, instrument text, party text, on_date date, evidence jsonb
-- out: receipt jsonb
SELECT jalon.party_waive($1, $2, $3, $4, $5, $6, $7) AS receipt;

-- name: note :one
-- in:  request uuid, programme text, code text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.note($1, $2, $3, $4, $5, $6) AS receipt;
