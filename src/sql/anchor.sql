-- What a client keeps of the journal that it writes to.

-- name: last_checkpoint :maybe
-- out: note text
SELECT c.note FROM audit.checkpoint c ORDER BY c.epoch DESC, c.size DESC LIMIT 1;

-- name: checkpoint_of_size :one
-- in:  size bigint
-- out: is_kept boolean
SELECT EXISTS (SELECT FROM audit.checkpoint c WHERE c.size = $1) AS is_kept;
