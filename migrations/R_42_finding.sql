-- Finding territories by what people call them, and listing them. It runs as the reader.

-- A folded name without what kind of intercommunality it is, which people leave out or not.
CREATE OR REPLACE FUNCTION jalon.bare(p_folded text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT pg_catalog.regexp_replace(p_folded,
    '^(cc|ca|cu|communaute de communes|communaute d agglomeration|communaute urbaine)'
    '( de la| de l| du| des| de| d)? (?=.)', '')
$$;

-- A folded name in the spellings that are the same to people: with or without what kind of
-- intercommunality it is, in letters or in full.
CREATE OR REPLACE FUNCTION jalon.spellings(p_folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ARRAY[p_folded, b.bare] || ARRAY(
    SELECT k.kind || ' ' || b.bare
    FROM unnest(ARRAY['cc', 'ca', 'cu', 'communaute de communes', 'communaute d agglomeration',
                      'communaute urbaine']) k (kind))
  FROM jalon.bare(p_folded) b (bare)
$$;

-- Every contract of a programme that a text can mean, how well, and by which of its texts. Rank 1
-- and 2: the code, or a name, alias or code of others, whole. 3: a SIREN or member, whole. 4 and 5:
-- every word begins a word of one name, of one member. Only where there is none: 6, every word
-- begins one of all its texts together; only where that is not so either: 7, one text holds them.
CREATE OR REPLACE FUNCTION jalon.find(
  p_programme uuid, p_text text, p_as_of date, p_known bigint DEFAULT NULL)
RETURNS TABLE (contract_id uuid, rank integer, kind text, value text, other text, valid_from date,
               valid_to date)
LANGUAGE sql STABLE
AS $$
  WITH asked AS MATERIALIZED (
    SELECT f.folded, replace(f.folded, ' ', '') AS joined, jalon.spellings(f.folded) AS whole,
           ARRAY(SELECT '% ' || w || '%' FROM unnest(b.words) w) AS begins,
           ARRAY(SELECT '%' || w || '%' FROM unnest(b.words) w) AS holds
    FROM jalon.fold(p_text) f (folded),
         LATERAL (SELECT string_to_array(jalon.bare(f.folded), ' ')) b (words)
    WHERE f.folded <> ''),
  named AS (
    SELECT c.id, 'code' AS kind, c.code AS value, NULL AS other, replace(c.code, '-', ' ') AS folded,
           NULL::date AS valid_from, NULL::date AS valid_to
    FROM jalon.contract c WHERE c.programme_id = p_programme
    UNION ALL
    SELECT c.id, n.kind, n.value, n.issuer, n.folded, n.valid_from, n.valid_to
    FROM jalon.contract c JOIN jalon.names(p_known) n ON n.contract_id = c.id
    WHERE c.programme_id = p_programme
    UNION ALL
    SELECT c.id, 'member', m.name, m.siren, m.folded, m.valid_from, m.valid_to
    FROM jalon.contract c JOIN jalon.members(p_known) m ON m.contract_id = c.id
    WHERE c.programme_id = p_programme
    UNION ALL
    SELECT c.id, 'siren', m.name, m.siren, m.siren, m.valid_from, m.valid_to
    FROM jalon.contract c JOIN jalon.members(p_known) m ON m.contract_id = c.id
    WHERE c.programme_id = p_programme),
  -- Only texts that hold a word, or start like all of them written as one.
  ranked AS MATERIALIZED (
    SELECT n.*,
           CASE WHEN n.folded = ANY (a.whole) OR replace(n.folded, ' ', '') = a.joined
                THEN CASE WHEN n.kind = 'code' AND n.value = p_text THEN 1
                          WHEN n.kind IN ('member', 'siren') THEN 3 ELSE 2 END
                WHEN ' ' || n.folded LIKE ALL (a.begins)
                  OR replace(n.folded, ' ', '') LIKE a.joined || '%'
                THEN CASE WHEN n.kind IN ('member', 'siren') THEN 5 ELSE 4 END
                WHEN n.folded LIKE ALL (a.holds) THEN 7
           END AS rank,
           ' ' || n.folded LIKE ANY (a.begins) AS begins
    FROM named n, asked a
    WHERE n.folded LIKE ANY (a.holds) OR replace(n.folded, ' ', '') LIKE a.joined || '%'),
  together AS (
    SELECT r.id, least(min(r.rank), CASE
             WHEN string_agg(' ' || r.folded, '') LIKE ALL (a.begins) THEN 6 END) AS rank
    FROM ranked r, asked a GROUP BY r.id, a.begins),
  best AS (
    SELECT t.* FROM together t
    WHERE t.rank <= greatest(5, (SELECT min(o.rank) FROM together o)))
  SELECT DISTINCT ON (b.id) b.id, b.rank, r.kind, r.value, r.other, r.valid_from, r.valid_to
  FROM best b JOIN ranked r ON r.id = b.id
  ORDER BY b.id, CASE WHEN b.rank <> 6 THEN r.rank END, NOT r.begins, b.rank >= 6 AND r.kind = 'name',
           -- what is over or yet to come stands behind what is called so on the day
           coalesce(r.valid_to <= p_as_of, false) OR coalesce(r.valid_from > p_as_of, false),
           array_position('{name,code,alias,external_code,siren,member}'::text[], r.kind), r.value
$$;

-- The contracts of a day: of the territories that belong to the programme, or of those that have
-- left it by then, as they were on their last day.
CREATE OR REPLACE FUNCTION jalon.contracts_listed(
  p_programme uuid, p_as_of date, p_left boolean, p_known bigint DEFAULT NULL)
RETURNS TABLE (contract_id uuid, code text, name text, region text, state text, state_since date,
               entered_on date, left_on date)
LANGUAGE sql STABLE
AS $$
  SELECT c.id, c.code, n.value, c.region, i.state, i.valid_from, e.valid_from,
         CASE WHEN p_left THEN e.valid_to END
  FROM jalon.contract c
  JOIN jalon.scopes(p_known) e ON e.contract_id = c.id AND e.valid_from <= p_as_of
    AND coalesce(e.valid_to <= p_as_of, false) = p_left
  CROSS JOIN LATERAL (SELECT CASE WHEN p_left THEN e.valid_to - 1 ELSE p_as_of END) d (day)
  JOIN jalon.states(p_known) i ON i.contract_id = c.id
    AND i.valid_from <= d.day AND (i.valid_to IS NULL OR i.valid_to > d.day)
  JOIN jalon.names(p_known) n ON n.contract_id = c.id AND n.kind = 'name'
    AND n.valid_from <= d.day AND (n.valid_to IS NULL OR n.valid_to > d.day)
  WHERE c.programme_id = p_programme
$$;
