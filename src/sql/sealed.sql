-- The sealed journal of a programme, as people read it.

-- name: sealed_summary :one
-- in:  programme text, size bigint
-- out: known bigint, revision integer, entries bigint, others bigint, seals bigint
-- The last entry of the programme among the first leaves and the revision in force then; leaves of
-- the programme, of other programmes, and seals.
SELECT s.known, p.revision, s.entries, s.others, s.seals
FROM (
  SELECT coalesce(max(h.entry_id) FILTER (WHERE h.programme = $1), 0) AS known,
         count(*) FILTER (WHERE h.programme = $1) AS entries,
         count(*) FILTER (WHERE h.programme <> $1) AS others,
         count(*) FILTER (WHERE f.entry_id IS NULL) AS seals
  FROM audit.leaves f LEFT JOIN audit.history h ON h.entry_id = f.entry_id
  WHERE f.idx < $2) s
LEFT JOIN LATERAL (
  SELECT g.revision FROM jalon.programmes(s.known) g WHERE g.code = $1) p ON true;

-- name: sealed_log :many
-- in:  programme text, size bigint, by_subject boolean
-- out: code text, is_programme boolean, leaf text, recorded_on date, disclosures jsonb,
--      hour integer, minute integer, n_act bigint, first_of_act boolean, was_signed boolean,
--      idx bigint, leaf_hash text
-- The entries of a programme among the first leaves, in the order of the tree; or one subject after
-- the other. What makes one act is counted among these alone.
WITH sealed AS MATERIALIZED (
  SELECT f.idx, f.leaf_hash, h.entry_id, h.code, h.subject, h.seq, h.event, h.leaf,
         h.subject = p.id AS is_programme, p.id AS programme_id,
         h.recorded AT TIME ZONE p.timezone AS local,
         coalesce(h.disclosures, '{}') || coalesce(h.erased, '{}') AS disclosures,
         coalesce(h.batch::text, date_trunc('minute', h.recorded)::text) AS act
  FROM jalon.programme p
  JOIN audit.history h ON h.programme = p.code
  JOIN audit.leaves f ON f.entry_id = h.entry_id
  WHERE p.code = $1 AND f.idx < $2)
SELECT s.code, s.is_programme, s.leaf, s.local::date AS recorded_on, s.disclosures,
       extract(hour FROM s.local)::integer AS hour,
       extract(minute FROM s.local)::integer AS minute, count(*) OVER a AS n_act,
       s.entry_id = min(s.entry_id) OVER a AS first_of_act,
       s.event IN ('correct', 'void') AND EXISTS (
         SELECT FROM audit.history t
         JOIN jalon.state_def d ON d.programme_id = s.programme_id AND d.done
           AND d.code = t.leaf::jsonb #>> '{after,state}'
         WHERE t.subject = s.subject AND t.event = 'transition' AND t.entry_id < s.entry_id)
         AS was_signed,
       s.idx, encode(s.leaf_hash, 'hex') AS leaf_hash
FROM sealed s
WINDOW a AS (PARTITION BY s.act)
ORDER BY CASE WHEN $3::boolean THEN NOT s.is_programme END,
         CASE WHEN $3 THEN s.code COLLATE "C" END, CASE WHEN $3 THEN s.seq END, s.idx;
