-- Set-wise readings as of a date, of the books as they were at an entry (null: now). They run as the
-- reader, on tables that readers may see.

-- The contracts of the territories that belong to the programme on a day, whatever their state,
-- with name and state of that day. N counts those with in_scope.
CREATE OR REPLACE FUNCTION jalon.contracts_at(
  p_programme uuid, p_as_of date, p_known bigint DEFAULT NULL)
RETURNS TABLE (contract_id uuid, code text, name text, region text, state text, state_since date,
               done boolean, in_scope boolean)
LANGUAGE sql STABLE
AS $$
  SELECT c.id, c.code, n.value, c.region, i.state, i.valid_from, f.done, f.in_scope
  FROM jalon.contract c
  JOIN jalon.scopes(p_known) e ON e.contract_id = c.id AND e.valid_from <= p_as_of
    AND (e.valid_to IS NULL OR e.valid_to > p_as_of)
  JOIN jalon.states(p_known) i ON i.contract_id = c.id
    AND i.valid_from <= p_as_of AND (i.valid_to IS NULL OR i.valid_to > p_as_of)
  JOIN jalon.names(p_known) n ON n.contract_id = c.id AND n.kind = 'name'
    AND n.valid_from <= p_as_of AND (n.valid_to IS NULL OR n.valid_to > p_as_of)
  JOIN jalon.state_defs(p_known) f ON f.programme_id = c.programme_id AND f.code = i.state
  WHERE c.programme_id = p_programme
$$;

-- What each of the contracts' instruments need and have on a day: one row a required party. An
-- instrument without a signature by that day needs the parties of the day; from its first signature
-- on they are frozen.
CREATE OR REPLACE FUNCTION jalon.parties_at(
  p_programme uuid, p_contracts uuid[], p_as_of date, p_known bigint DEFAULT NULL)
RETURNS TABLE (contract_id uuid, instrument text, number integer, party text, signed_on date,
               completed_on date)
LANGUAGE sql STABLE
AS $$
  WITH opened AS (
    SELECT DISTINCT ON (i.contract_id, i.instrument)
           i.contract_id, i.instrument, i.number,
           CASE WHEN i.completed_on <= p_as_of THEN i.completed_on END AS completed_on
    FROM jalon.numbers(p_known) i
    JOIN jalon.contract c ON c.id = i.contract_id
    WHERE c.programme_id = p_programme AND c.id = ANY (p_contracts)
      AND i.opened_on <= p_as_of
      AND (i.closed_on IS NULL OR i.closed_on > p_as_of)
    ORDER BY i.contract_id, i.instrument, i.number DESC)
  SELECT o.contract_id, o.instrument, o.number, p.party, s.counts_from, o.completed_on
  FROM opened o
  JOIN jalon.number_parties(p_known) p USING (contract_id, instrument, number)
  LEFT JOIN jalon.signatures(p_known) s ON s.contract_id = o.contract_id
    AND s.instrument = o.instrument AND s.number = o.number AND s.party = p.party
    AND s.counts_from <= p_as_of
  WHERE NOT coalesce(p.waived_on <= p_as_of, false)
  UNION ALL
  SELECT c.id, f.code, NULL, CASE WHEN r.suffix IS NULL THEN t.code
                                  ELSE t.code || ':' || r.suffix END, NULL, NULL
  FROM jalon.contract c
  JOIN jalon.programmes(p_known) g ON g.id = c.programme_id
  JOIN jalon.instrument_def f ON f.programme_id = g.id AND f.revision = g.revision
    AND NOT f.required_as_amended
  JOIN jalon.party_def t ON t.programme_id = g.id AND t.revision = g.revision
    AND t.code = ANY (f.required)
  CROSS JOIN LATERAL (
    SELECT NULL::text AS suffix WHERE t.one_per = 'contract'
    UNION ALL
    SELECT x.region FROM jalon.territory_region x
    WHERE t.one_per = 'region' AND x.contract_id = c.id
    UNION ALL
    SELECT m.siren FROM jalon.members(p_known) m
    WHERE t.one_per = 'member' AND m.contract_id = c.id
      AND m.valid_from <= p_as_of AND (m.valid_to IS NULL OR m.valid_to > p_as_of)) r
  WHERE c.programme_id = p_programme AND c.id = ANY (p_contracts)
    AND NOT EXISTS (SELECT FROM opened o WHERE o.contract_id = c.id AND o.instrument = f.code)
$$;

-- Today in the programme's zone, by the server's clock.
CREATE OR REPLACE FUNCTION jalon.today(p_timezone text) RETURNS date
LANGUAGE sql STABLE
AS $$ SELECT (pg_catalog.statement_timestamp() AT TIME ZONE p_timezone)::date $$;
