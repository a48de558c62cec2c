-- Reminders: the writing functions, and the queue.

-- name: remind_plan :one
-- in:  request uuid, programme text, items jsonb
-- out: planned integer
SELECT jalon.remind_plan($1, $2, $3) AS planned;

-- name: remind_claim :one
-- in:  request uuid, reminder bigint, attempts integer, seconds integer
-- out: claim text
SELECT jalon.remind_claim($1, $2, $3, $4) AS claim;

-- name: remind :one
-- in:  request uuid, reminder bigint, claim uuid, outcome text, status integer, address text
-- out: receipt jsonb
SELECT jalon.remind($1, $2, $3, $4, $5, $6) AS receipt;

-- name: reminders :many
-- in:  programme text
-- out: id bigint, code text, instrument text, number integer, party text, target text, due_on date,
--      occasion text, attempts integer, status text, entry text
-- In the order of planning. Status: planned, claimed, lost (a claim that is over), dropped, sent,
-- failed or unknown; entry: the last attempt's.
SELECT r.id, c.code, r.instrument, r.number, r.party, r.target, r.due_on, r.occasion, r.attempts,
       CASE WHEN r.dropped THEN 'dropped'
            WHEN r.claimed_until > clock_timestamp() THEN 'claimed'
            WHEN r.claim IS NOT NULL THEN 'lost'
            ELSE coalesce(h.leaf::jsonb #>> '{after,outcome}', 'planned') END AS status,
       h.code || '#' || h.seq AS entry
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.reminder r ON r.contract_id = c.id
LEFT JOIN audit.history h ON h.entry_id = r.entry_id
WHERE p.code = $1
ORDER BY r.id;
