-- Contracts as whole records.

-- name: contract_record :maybe
-- in:  programme text, code text
-- out: record jsonb
SELECT jalon.contract_record(c.id) AS record
FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
WHERE p.code = $1 AND c.code = $2;

-- name: contract_records :many
-- in:  programme text
-- out: code text, record jsonb
SELECT c.code, jalon.contract_record(c.id) AS record
FROM jalon.contract c JOIN jalon.programme p ON p.id = c.programme_id
WHERE p.code = $1
ORDER BY c.code;
