-- jalon: owner audit
-- Sealing: entries get their place in the tree. Each batch ends with a leaf of its own, the seal,
-- so that the tree holds its own clock.

-- Adds leaves to the tree whose state is p_log, and keeps the roots of tiles that they complete. A
-- node is SHA-256(0x01 || left || right), RFC 6962.
CREATE OR REPLACE FUNCTION audit.grow(p_log audit.log, p_hashes bytea[]) RETURNS audit.log
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l audit.log := p_log;
  v_peaks bytea[] := p_log.peaks; -- of its own: a member of a record is copied whole each time
  v_size bigint := p_log.size;
  v_hash bytea;
  v_left bigint;
  v_level integer;
  v_n integer := cardinality(p_log.peaks);
BEGIN
  FOREACH v_hash IN ARRAY p_hashes LOOP
    v_left := v_size;
    v_level := 0;
    WHILE v_left & 1 = 1 LOOP
      v_hash := sha256('\x01'::bytea || v_peaks[v_n] || v_hash);
      v_n := v_n - 1;
      v_left := v_left >> 1;
      v_level := v_level + 1;
      IF v_level & 7 = 0 THEN
        INSERT INTO audit.tile VALUES (v_level / 8 - 1, v_left, v_hash);
      END IF;
    END LOOP;
    v_n := v_n + 1;
    v_peaks[v_n] := v_hash;
    v_size := v_size + 1;
  END LOOP;
  l.size := v_size;
  l.peaks := v_peaks[1:v_n];
  l.root := v_peaks[v_n];
  FOR i IN REVERSE v_n - 1 .. 1 LOOP
    l.root := sha256('\x01'::bytea || v_peaks[i] || l.root);
  END LOOP;
  RETURN l;
END
$$;

-- How far each subject's chain had come with the first p_size leaves: its last entry, and the leaf
-- that stands for it in the tree of heads, members sorted. In the order of that tree.
CREATE OR REPLACE FUNCTION audit.heads(p_size bigint) RETURNS TABLE (subject uuid, head text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT h.subject, '{"leaf":"' || encode(h.leaf_hash, 'hex') || '","seq":' || h.seq
    || ',"subject":"' || h.subject || '"}'
  FROM (SELECT DISTINCT ON (e.subject) e.subject, e.seq, f.leaf_hash
        FROM audit.leaf f JOIN audit.entry e ON e.id = f.entry_id
        WHERE f.idx < p_size
        ORDER BY e.subject, e.seq DESC) h
  ORDER BY h.subject
$$;

-- The root over leaves with these hashes, RFC 6962: level by level, where the last of an odd number
-- goes up as it is.
CREATE OR REPLACE FUNCTION audit.root_over(p_hashes bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_level bytea[] := p_hashes;
BEGIN
  WHILE cardinality(v_level) > 1 LOOP
    SELECT array_agg(CASE length(p.pair) WHEN 64 THEN sha256('\x01'::bytea || p.pair) ELSE p.pair END
                     ORDER BY p.k)
    INTO v_level
    FROM (SELECT (u.place - 1) / 2 AS k, string_agg(u.hash, '' ORDER BY u.place) AS pair
          FROM unnest(v_level) WITH ORDINALITY AS u (hash, place) GROUP BY 1) p;
  END LOOP;
  RETURN coalesce(v_level[1], sha256(''));
END
$$;

-- The root of the tree of heads over the first p_size leaves.
CREATE OR REPLACE FUNCTION audit.heads_root(p_size bigint) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT audit.root_over(coalesce(array_agg(audit.leaf_hash(h.head) ORDER BY h.subject), '{}'))
  FROM audit.heads(p_size) h
$$;

-- The leaf that ends a batch of p_count entries: members sorted, as in every leaf. p_heads is null
-- in a seal that does not name the heads.
CREATE OR REPLACE FUNCTION audit.seal_leaf(
  p_log audit.log, p_count bigint, p_at timestamptz, p_heads bytea)
RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT '{"at":"' || audit.utc(p_at) || '","count":' || p_count || ',"epoch":' || p_log.epoch
    || ',"event":"seal","first":' || p_log.size
    || ',"heads":' || coalesce('"' || encode(p_heads, 'hex') || '"', 'null') || ',"prev_root":"' || encode(p_log.root, 'hex')
    || '","prev_size":' || p_log.size || ',"snapshot":"' || pg_current_snapshot()
    || '","system":"' || s.system_identifier || '","v":1}'
  FROM pg_control_system() s
$$;

-- Seals at most p_limit entries, in the order of the ids that were drawn under their contracts'
-- locks, in one statement and so one snapshot: entry n + 1 of a contract can only be visible if n
-- is. With p_idle also when there are none; such a seal, and the first of a day (UTC), names the
-- heads of all chains. Returns the size afterwards; null: nothing was sealed.
-- p_request is not kept: who seals twice seals what has come meanwhile. An epoch begins with the
-- batch that holds the entry which opens it.
CREATE OR REPLACE FUNCTION audit.seal(p_request uuid, p_limit integer, p_idle boolean)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l audit.log;
  v_at timestamptz;
  v_recorded timestamptz;
  v_epochs integer;
  v_taken bigint[];
  v_ids bigint[];
  v_hashes bytea[];
  v_heads bytea;
  v_seal text;
BEGIN
  SELECT * INTO l FROM audit.log FOR UPDATE;
  WITH taken AS (
    DELETE FROM audit.pending p
    WHERE p.entry_id <= (SELECT max(q.entry_id) FROM (
      SELECT q.entry_id FROM audit.pending q ORDER BY q.entry_id LIMIT p_limit) q)
    RETURNING p.entry_id)
  SELECT array_agg(t.entry_id ORDER BY t.entry_id) INTO v_taken FROM taken t;
  -- by the range of their ids, since the planner does not know how many they are: the whole journal
  -- would be read for each batch
  SELECT coalesce(array_agg(e.id), '{}'), coalesce(array_agg(e.leaf_hash), '{}'), max(e.recorded),
         count(*) FILTER (WHERE e.event = 'epoch')
  INTO v_ids, v_hashes, v_recorded, v_epochs
  FROM (SELECT x.id, x.leaf_hash, x.recorded, x.event
        FROM unnest(v_taken) AS n(id) JOIN audit.entry x ON x.id = n.id
        WHERE x.id BETWEEN v_taken[1] AND v_taken[cardinality(v_taken)]
        ORDER BY x.id) e;
  INSERT INTO audit.leaf (idx, entry_id, leaf_hash)
  SELECT l.size + n.ordinality - 1, n.id, n.hash
  FROM unnest(v_ids, v_hashes) WITH ORDINALITY AS n(id, hash, ordinality);
  IF v_hashes = '{}' AND NOT p_idle THEN
    RETURN NULL;
  END IF;
  -- later than all that it seals, whatever the clock does
  v_at := greatest(clock_timestamp(), l.at + interval '1 microsecond',
                   v_recorded + interval '1 microsecond');
  IF p_idle OR (l.at AT TIME ZONE 'UTC')::date < (v_at AT TIME ZONE 'UTC')::date THEN
    v_heads := audit.heads_root(l.size + cardinality(v_hashes));
  END IF;
  l.epoch := l.epoch + v_epochs;
  v_seal := audit.seal_leaf(l, cardinality(v_hashes), v_at, v_heads);
  INSERT INTO audit.leaf (idx, leaf_hash, seal)
  VALUES (l.size + cardinality(v_hashes), audit.leaf_hash(v_seal), v_seal);
  l := audit.grow(l, v_hashes || audit.leaf_hash(v_seal));
  UPDATE audit.log g SET epoch = l.epoch, size = l.size, root = l.root, peaks = l.peaks, at = v_at;
  RETURN l.size;
END
$$;

-- The number of the epoch that an entry may open after p_ended; null when another has done so. Holds
-- the log until the transaction ends: of two, the second sees what the first appended.
CREATE OR REPLACE FUNCTION audit.next_epoch(p_ended integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_epoch integer;
BEGIN
  SELECT g.epoch INTO v_epoch FROM audit.log g FOR UPDATE;
  PERFORM FROM audit.pending p JOIN audit.entry e ON e.id = p.entry_id WHERE e.event = 'epoch';
  RETURN CASE WHEN NOT FOUND AND v_epoch = p_ended THEN v_epoch + 1 END;
END
$$;

-- Keeps what was signed; a checkpoint that is there already stays as it is. Gives the note kept.
CREATE OR REPLACE FUNCTION audit.keep_checkpoint(
  p_request uuid, p_epoch integer, p_size bigint, p_note text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO audit.checkpoint (epoch, size, note) VALUES (p_epoch, p_size, p_note)
  ON CONFLICT DO NOTHING;
  RETURN (SELECT c.note FROM audit.checkpoint c WHERE c.epoch = p_epoch AND c.size = p_size);
END
$$;

-- Keeps the line with which a witness cosigned a checkpoint; one that is there already stays. The
-- caller has verified it: no key is known here. Gives the line kept.
CREATE OR REPLACE FUNCTION audit.keep_cosignature(
  p_request uuid, p_epoch integer, p_size bigint, p_witness text, p_line text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO audit.cosignature (epoch, size, witness, line)
  VALUES (p_epoch, p_size, p_witness, p_line)
  ON CONFLICT DO NOTHING;
  RETURN (SELECT s.line FROM audit.cosignature s
          WHERE s.epoch = p_epoch AND s.size = p_size AND s.witness = p_witness);
END
$$;

-- Checkpoints with the lines of those who cosigned them, in the order of their names.
CREATE OR REPLACE VIEW audit.cosigned AS
SELECT c.epoch, c.size,
       c.note || coalesce((SELECT string_agg(s.line, '' ORDER BY s.witness COLLATE "C")
                           FROM audit.cosignature s
                           WHERE s.epoch = c.epoch AND s.size = c.size), '') AS note
FROM audit.checkpoint c;

-- What auditors read. The leaf's bytes are the entry's, or the seal's; a seal has no subject.
CREATE OR REPLACE VIEW audit.leaves AS
SELECT f.idx, f.entry_id, f.leaf_hash, coalesce(e.leaf, f.seal) AS leaf, e.subject, e.code, e.seq
FROM audit.leaf f LEFT JOIN audit.entry e ON e.id = f.entry_id;

CREATE OR REPLACE VIEW audit.head_of_log AS
SELECT g.epoch, g.size, g.root, g.at, (SELECT count(*) FROM audit.pending) AS n_pending
FROM audit.log g;

-- Entries that have no leaf, and whether they still wait for one.
CREATE OR REPLACE VIEW audit.unsealed AS
SELECT e.code, e.seq, e.recorded, p.entry_id IS NOT NULL AS is_pending
FROM audit.entry e
LEFT JOIN audit.leaf f ON f.entry_id = e.id
LEFT JOIN audit.pending p ON p.entry_id = e.id
WHERE f.idx IS NULL;

-- The indexes that are not as they should be, or do not lead to every row of their table: who looks
-- rows up by them does not see all.
CREATE OR REPLACE FUNCTION audit.bad_indexes() RETURNS TABLE (index_name text, fault text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_index regclass;
BEGIN
  FOR v_index IN
    SELECT i.indexrelid FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
    WHERE c.relnamespace IN ('audit'::regnamespace, 'jalon'::regnamespace)
    ORDER BY c.oid::regclass::text COLLATE "C"
  LOOP
    BEGIN
      PERFORM bt_index_check(v_index, true);
    EXCEPTION WHEN index_corrupted OR data_corrupted OR feature_not_supported
      OR undefined_function THEN
      index_name := v_index;
      fault := sqlerrm;
      RETURN NEXT;
    END;
  END LOOP;
END
$$;

-- The roots of complete subtrees, p_count of them from p_first on, of 256^p_level leaves each; in
-- order, one after the other.
CREATE OR REPLACE FUNCTION audit.hashes(p_level integer, p_first bigint, p_count integer)
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE p_level
    WHEN 0 THEN (SELECT string_agg(f.leaf_hash, '' ORDER BY f.idx) FROM audit.leaf f
                 WHERE f.idx >= p_first AND f.idx < p_first + p_count)
    ELSE (SELECT string_agg(t.root, '' ORDER BY t.n) FROM audit.tile t
          WHERE t.level = p_level - 1 AND t.n >= p_first AND t.n < p_first + p_count) END
$$;

-- Every disclosure of a sealed entry.
CREATE OR REPLACE VIEW audit.disclosures AS
SELECT f.idx, d.disclosure
FROM audit.leaf f JOIN audit.disclosure d ON d.entry_id = f.entry_id;

GRANT EXECUTE ON FUNCTION audit.next_epoch(integer) TO jalon_owner;
GRANT EXECUTE ON FUNCTION audit.seal(uuid, integer, boolean),
  audit.keep_checkpoint(uuid, integer, bigint, text),
  audit.keep_cosignature(uuid, integer, bigint, text, text) TO jalon_sealer;
GRANT SELECT ON audit.leaves, audit.head_of_log, audit.checkpoint, audit.cosigned, audit.unsealed
  TO jalon_reader;
GRANT SELECT ON audit.disclosures TO jalon_auditor, jalon_manager;
GRANT EXECUTE ON FUNCTION audit.hashes(integer, bigint, integer), audit.heads(bigint),
  audit.bad_indexes() TO jalon_reader;
