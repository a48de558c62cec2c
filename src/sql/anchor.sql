-- What a client keeps of the journal that it writes to.

-- name: last_checkpoint :maybe
-- out: note text
SELECT c.note FROM audit.checkpoint c ORDER BY c.epoch DESC, c.size DESC LIMIT 1;
