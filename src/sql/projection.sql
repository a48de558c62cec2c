-- Contracts as whole records.

-- name: contract_record :maybe
-- in:  programme text, code text, known bigint
-- out: record jsonb
SELECT r.record
FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
CROSS JOIN LATERAL (SELECT jalon.contract_record(c.id, $3) AS record OFFSET 0) r
WHERE p.code = $1 AND c.code = $2 AND r.record IS NOT NULL;

-- name: contract_records :many
-- in:  programme text, known bigint
-- out: code text, record jsonb
SELECT c.code, r.record
FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
CROSS JOIN LATERAL (SELECT jalon.contract_record(c.id, $2) AS record OFFSET 0) r
WHERE p.code = $1 AND r.record IS NOT NULL
ORDER BY c.code;
