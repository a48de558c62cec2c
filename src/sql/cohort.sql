-- Cohorts and weights: the writing functions.

-- name: cohort_join :one
-- in:  request uuid, programme text, code text, cohort text, member text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.cohort_join($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: cohort_leave :one
-- in:  request uuid, programme text, code text, cohort text, member text, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.cohort_leave($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: weigh :one
-- in:  request uuid, programme text, code text, weight text, figure jsonb, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.weigh($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;
