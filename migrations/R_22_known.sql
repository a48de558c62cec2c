-- What was in the books when the journal reached an entry: p_known, or null for now. Every reading
-- goes through these functions; the planner inlines them. Their rows are those of the tables, with
-- the ends of intervals as they were known then.

CREATE OR REPLACE FUNCTION jalon.is_known(p_from bigint, p_to bigint, p_known bigint)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT p_from <= coalesce(p_known, 9223372036854775807) AND (p_to IS NULL OR p_to > p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.states(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, state text, valid_from date, valid_to date,
               end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT i.contract_id, i.entry_id, i.state, i.valid_from,
         CASE WHEN jalon.is_known(i.end_known_from, NULL, p_known) THEN i.valid_to END,
         CASE WHEN jalon.is_known(i.end_known_from, NULL, p_known) THEN i.end_entry_id END
  FROM jalon.state_interval i
  WHERE jalon.is_known(i.known_from, i.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.scopes(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, valid_from date, "precision" text, valid_to date,
               end_precision text, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT s.contract_id, s.entry_id, s.valid_from, s.precision,
         CASE WHEN jalon.is_known(s.end_known_from, NULL, p_known) THEN s.valid_to END,
         CASE WHEN jalon.is_known(s.end_known_from, NULL, p_known) THEN s.end_precision END,
         CASE WHEN jalon.is_known(s.end_known_from, NULL, p_known) THEN s.end_entry_id END
  FROM jalon.scope s
  WHERE jalon.is_known(s.known_from, s.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.names(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, kind text, value text, issuer text,
               as_of_year integer, valid_from date, valid_to date, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT n.contract_id, n.entry_id, n.kind, n.value, n.issuer, n.as_of_year, n.valid_from,
         CASE WHEN jalon.is_known(n.end_known_from, NULL, p_known) THEN n.valid_to END,
         CASE WHEN jalon.is_known(n.end_known_from, NULL, p_known) THEN n.end_entry_id END
  FROM jalon.territory_name n
  WHERE jalon.is_known(n.known_from, n.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.members(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, siren text, name text, kind text, insee text,
               departement text, region text, valid_from date, valid_to date, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT m.contract_id, m.entry_id, m.siren, m.name, m.kind, m.insee, m.departement, m.region,
         m.valid_from,
         CASE WHEN jalon.is_known(m.end_known_from, NULL, p_known) THEN m.valid_to END,
         CASE WHEN jalon.is_known(m.end_known_from, NULL, p_known) THEN m.end_entry_id END
  FROM jalon.member m
  WHERE jalon.is_known(m.known_from, m.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.links(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, kind text, code text, valid_from date)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT l.contract_id, l.entry_id, l.kind, l.code, l.valid_from
  FROM jalon.territory_link l
  WHERE jalon.is_known(l.known_from, l.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.cohort_members(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, cohort text, member text, "precision" text,
               valid_from date, valid_to date, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT m.contract_id, m.entry_id, m.cohort, m.member, m.precision, m.valid_from,
         CASE WHEN jalon.is_known(m.end_known_from, NULL, p_known) THEN m.valid_to END,
         CASE WHEN jalon.is_known(m.end_known_from, NULL, p_known) THEN m.end_entry_id END
  FROM jalon.cohort_member m
  WHERE jalon.is_known(m.known_from, m.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.weights(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, weight text, value bigint, as_of_year integer,
               counted integer, valid_from date, valid_to date, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT w.contract_id, w.entry_id, w.weight, w.value, w.as_of_year, w.counted, w.valid_from,
         CASE WHEN jalon.is_known(w.end_known_from, NULL, p_known) THEN w.valid_to END,
         CASE WHEN jalon.is_known(w.end_known_from, NULL, p_known) THEN w.end_entry_id END
  FROM jalon.weight w
  WHERE jalon.is_known(w.known_from, w.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.milestones(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, milestone text, earliest date, latest date,
               "precision" text, counts_from date, note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT m.contract_id, m.entry_id, m.milestone, m.earliest, m.latest, m.precision, m.counts_from,
         m.note
  FROM jalon.milestone m
  WHERE jalon.is_known(m.known_from, m.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.signatures(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, instrument text, number integer, party text,
               earliest date, latest date, "precision" text, counts_from date, channel text,
               signer text, capacity text, place text, note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT s.contract_id, s.entry_id, s.instrument, s.number, s.party, s.earliest, s.latest,
         s.precision, s.counts_from, s.channel, s.signer, s.capacity, s.place, s.note
  FROM jalon.signature s
  WHERE jalon.is_known(s.known_from, s.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.numbers(p_known bigint)
RETURNS TABLE (contract_id uuid, instrument text, number integer, opened_on date,
               completed_on date, completed_precision text, closed_on date, closed_by bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT i.contract_id, i.instrument, i.number, i.opened_on, i.completed_on,
         i.completed_precision, i.closed_on, i.closed_by
  FROM jalon.instrument i
  WHERE jalon.is_known(i.known_from, i.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.number_parties(p_known bigint)
RETURNS TABLE (contract_id uuid, instrument text, number integer, party text, waived_by bigint,
               waived_on date, waived_reason text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT p.contract_id, p.instrument, p.number, p.party,
         CASE WHEN jalon.is_known(p.waived_known_from, NULL, p_known) THEN p.waived_by END,
         CASE WHEN jalon.is_known(p.waived_known_from, NULL, p_known) THEN p.waived_on END,
         CASE WHEN jalon.is_known(p.waived_known_from, NULL, p_known) THEN p.waived_reason END
  FROM jalon.instrument_party p
  WHERE jalon.is_known(p.known_from, p.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.refusals(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, instrument text, number integer, party text,
               earliest date, latest date, "precision" text, counts_from date, reason text,
               note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT r.contract_id, r.entry_id, r.instrument, r.number, r.party, r.earliest, r.latest,
         r.precision, r.counts_from, r.reason, r.note
  FROM jalon.refusal r
  WHERE jalon.is_known(r.known_from, r.known_to, p_known)
$$;

GRANT EXECUTE ON FUNCTION
  jalon.is_known(bigint, bigint, bigint), jalon.states(bigint), jalon.scopes(bigint),
  jalon.names(bigint), jalon.members(bigint),
  jalon.links(bigint), jalon.cohort_members(bigint), jalon.weights(bigint),
  jalon.milestones(bigint), jalon.signatures(bigint), jalon.numbers(bigint),
  jalon.number_parties(bigint), jalon.refusals(bigint) TO jalon_reader;
