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
-- out: idx bigint, leaf text, leaf_hash text, code text, seq integer
-- In the order of the tree; of a seal no code, and no leaf when the entry is gone.
SELECT f.idx, f.leaf, encode(f.leaf_hash, 'hex') AS leaf_hash, f.code, f.seq
FROM audit.leaves f WHERE f.idx >= $1 AND f.idx < $2 ORDER BY f.idx;

-- name: disordered_leaves :many
-- out: idx bigint, code text, seq integer, before integer
-- Leaves of a subject that come after one with a later number.
SELECT o.idx, o.code, o.seq, o.before
FROM (SELECT f.idx, f.code, f.seq,
             lag(f.seq) OVER (PARTITION BY f.subject ORDER BY f.idx) AS before
      FROM audit.leaves f WHERE f.entry_id IS NOT NULL) o
WHERE o.seq <= o.before ORDER BY o.idx;

-- name: unsealed_entries :many
-- in:  delay_s integer
-- out: code text, seq integer, recorded text, is_pending boolean
-- Those that wait for longer, and those that nothing waits for.
SELECT u.code, u.seq, to_char(u.recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded, u.is_pending
FROM audit.unsealed u
WHERE NOT u.is_pending OR u.recorded < clock_timestamp() - $1::integer * interval '1 second'
ORDER BY u.recorded, u.code COLLATE "C", u.seq;

-- name: bad_indexes :many
-- out: index_name text, fault text
SELECT b.index_name, b.fault FROM audit.bad_indexes() b;

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

-- name: subject_of :maybe
-- in:  programme text, code text
-- out: subject uuid
-- Of which some entry is sealed.
SELECT f.subject FROM audit.leaves f
JOIN audit.history h ON h.entry_id = f.entry_id
WHERE h.programme = $1 AND h.code = $2 LIMIT 1;

-- name: last_heads :maybe
-- in:  size bigint
-- out: idx bigint
-- The last seal among the first leaves that names the heads of all chains.
SELECT f.idx FROM audit.leaves f
WHERE f.idx < $1 AND f.entry_id IS NULL AND f.leaf LIKE '%,"heads":"%' ORDER BY f.idx DESC LIMIT 1;

-- name: subject_leaves :many
-- in:  subject uuid, seal bigint
-- out: idx bigint, leaf text, leaf_hash text
-- The entries of a subject before a seal, and the seal.
SELECT f.idx, f.leaf, encode(f.leaf_hash, 'hex') AS leaf_hash FROM audit.leaves f
WHERE f.idx = $2 OR f.idx < $2 AND f.subject = $1 ORDER BY f.idx;

-- name: heads :many
-- in:  subject uuid, seal bigint
-- out: head text, is_own boolean
-- In the order of their tree.
SELECT h.head, h.subject = $1 AS is_own FROM audit.heads($2) h ORDER BY h.subject;

-- name: disclosures :many
-- in:  size bigint, subject uuid
-- out: idx bigint, disclosure text
-- Of one subject, or without one of all.
SELECT d.idx, d.disclosure FROM audit.disclosures d
WHERE d.idx < $1 AND ($2::uuid IS NULL OR EXISTS (
  SELECT FROM audit.leaves f WHERE f.idx = d.idx AND f.subject = $2))
ORDER BY d.idx, d.disclosure COLLATE "C";
