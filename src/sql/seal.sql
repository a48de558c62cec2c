-- The sealed journal.

-- name: seal :one
-- in:  request uuid, most integer, idle boolean
-- out: size bigint
-- No size when nothing waited.
SELECT audit.seal($1, $2, $3) AS size;

-- name: keep_checkpoint :one
-- in:  request uuid, epoch integer, size bigint, note text
-- out: note text
SELECT audit.keep_checkpoint($1, $2, $3, $4) AS note;

-- name: keep_cosignature :one
-- in:  request uuid, epoch integer, size bigint, witness text, line text
-- out: line text
SELECT audit.keep_cosignature($1, $2, $3, $4, $5) AS line;

-- name: log_head :one
-- out: epoch integer, size bigint, root text, n_pending bigint, of_past_day boolean
-- Whether its last seal is of an earlier day than today (UTC).
SELECT h.epoch, h.size, encode(h.root, 'hex') AS root, h.n_pending,
       (h.at AT TIME ZONE 'UTC')::date < (now() AT TIME ZONE 'UTC')::date AS of_past_day
FROM audit.head_of_log h;

-- name: leaves :many
-- in:  first bigint, size bigint
-- out: leaf text, leaf_hash text
-- In the order of the tree.
SELECT f.leaf, encode(f.leaf_hash, 'hex') AS leaf_hash FROM audit.leaves f WHERE f.idx >= $1 AND f.idx < $2 ORDER BY f.idx;

-- name: last_leaves :many
-- in:  size bigint, most bigint
-- out: idx bigint, leaf_hash text
-- The last of the first leaves, and the last of each subject, as far as the limit goes.
SELECT f.idx, encode(f.leaf_hash, 'hex') AS leaf_hash FROM audit.leaves f
WHERE f.idx = $1::bigint - 1 OR f.idx IN (
  SELECT max(g.idx) FROM audit.leaves g WHERE g.idx < $1 AND g.subject IS NOT NULL
  GROUP BY g.subject ORDER BY 1 DESC LIMIT $2)
ORDER BY f.idx;

-- name: tree_hashes :one
-- in:  level integer, first bigint, n integer
-- out: hashes text
SELECT encode(audit.hashes($1, $2, $3), 'hex') AS hashes;

-- name: checkpoints :many
-- out: size bigint, note text
-- Of the epoch that runs, smallest first, with the lines of witnesses.
SELECT c.size, c.note FROM audit.cosigned c
JOIN audit.head_of_log h ON h.epoch = c.epoch ORDER BY c.size;

-- name: leaf_index :maybe
-- in:  programme text, code text, seq integer
-- out: idx bigint
-- Of a sealed entry.
SELECT f.idx FROM audit.leaves f
JOIN audit.history h ON h.entry_id = f.entry_id
WHERE h.programme = $1 AND h.code = $2 AND h.seq = $3;

-- name: disclosures :many
-- in:  size bigint
-- out: idx bigint, disclosure text
SELECT d.idx, d.disclosure FROM audit.disclosures d WHERE d.idx < $1
ORDER BY d.idx, d.disclosure COLLATE "C";
