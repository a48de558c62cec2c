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
         CASE WHEN p_known IS NULL OR i.end_known_from <= p_known THEN i.valid_to END,
         CASE WHEN p_known IS NULL OR i.end_known_from <= p_known THEN i.end_entry_id END
  FROM jalon.state_interval i
  WHERE jalon.is_known(i.known_from, i.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.scopes(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, valid_from date, "precision" text, valid_to date,
               end_precision text, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT s.contract_id, s.entry_id, s.valid_from, s.precision,
         CASE WHEN p_known IS NULL OR s.end_known_from <= p_known THEN s.valid_to END,
         CASE WHEN p_known IS NULL OR s.end_known_from <= p_known THEN s.end_precision END,
         CASE WHEN p_known IS NULL OR s.end_known_from <= p_known THEN s.end_entry_id END
  FROM jalon.scope s
  WHERE jalon.is_known(s.known_from, s.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.names(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, kind text, value text, issuer text,
               as_of_year integer, folded text, valid_from date, valid_to date,
               end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT n.contract_id, n.entry_id, n.kind, n.value, n.issuer, n.as_of_year, n.folded,
         n.valid_from,
         CASE WHEN p_known IS NULL OR n.end_known_from <= p_known THEN n.valid_to END,
         CASE WHEN p_known IS NULL OR n.end_known_from <= p_known THEN n.end_entry_id END
  FROM jalon.territory_name n
  WHERE jalon.is_known(n.known_from, n.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.members(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, siren text, name text, kind text, insee text,
               departement text, region text, folded text, valid_from date, valid_to date,
               end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT m.contract_id, m.entry_id, m.siren, m.name, m.kind, m.insee, m.departement, m.region,
         m.folded, m.valid_from,
         CASE WHEN p_known IS NULL OR m.end_known_from <= p_known THEN m.valid_to END,
         CASE WHEN p_known IS NULL OR m.end_known_from <= p_known THEN m.end_entry_id END
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
         CASE WHEN p_known IS NULL OR m.end_known_from <= p_known THEN m.valid_to END,
         CASE WHEN p_known IS NULL OR m.end_known_from <= p_known THEN m.end_entry_id END
  FROM jalon.cohort_member m
  WHERE jalon.is_known(m.known_from, m.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.weights(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, weight text, value bigint, as_of_year integer,
               counted integer, valid_from date, valid_to date, end_entry_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT w.contract_id, w.entry_id, w.weight, w.value, w.as_of_year, w.counted, w.valid_from,
         CASE WHEN p_known IS NULL OR w.end_known_from <= p_known THEN w.valid_to END,
         CASE WHEN p_known IS NULL OR w.end_known_from <= p_known THEN w.end_entry_id END
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
               signer text, capacity text, delegation text, place text, note text, document text,
               no_evidence text, signed_text text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT s.contract_id, s.entry_id, s.instrument, s.number, s.party, s.earliest, s.latest,
         s.precision, s.counts_from, s.channel, s.signer, s.capacity, s.delegation, s.place, s.note,
         s.document, s.no_evidence, s.signed_text
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
         CASE WHEN p_known IS NULL OR p.waived_known_from <= p_known THEN p.waived_by END,
         CASE WHEN p_known IS NULL OR p.waived_known_from <= p_known THEN p.waived_on END,
         CASE WHEN p_known IS NULL OR p.waived_known_from <= p_known THEN p.waived_reason END
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

CREATE OR REPLACE FUNCTION jalon.terms(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, instrument text, number integer, from_date date,
               to_date date, note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT t.contract_id, t.entry_id, t.instrument, t.number, t.from_date, t.to_date, t.note
  FROM jalon.term t
  WHERE jalon.is_known(t.known_from, t.known_to, p_known)
$$;

-- `done_on`: the day on which what was planned was there, or its number was over otherwise.
CREATE OR REPLACE FUNCTION jalon.plans(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, kind text, what text, number integer,
               earliest date, latest date, "precision" text, party text, place text, note text,
               valid_from date, valid_to date, end_entry_id bigint, done_on date)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT p.contract_id, p.entry_id, p.kind, p.what, p.number, p.earliest, p.latest, p.precision,
         p.party, p.place, p.note, p.valid_from,
         CASE WHEN p_known IS NULL OR p.end_known_from <= p_known THEN p.valid_to END,
         CASE WHEN p_known IS NULL OR p.end_known_from <= p_known THEN p.end_entry_id END,
         CASE p.kind
           WHEN 'instrument' THEN (
             SELECT least(i.completed_on, i.closed_on) FROM jalon.numbers(p_known) i
             WHERE (i.contract_id, i.instrument, i.number) = (p.contract_id, p.what, p.number))
           WHEN 'milestone' THEN (
             SELECT m.counts_from FROM jalon.milestones(p_known) m
             WHERE (m.contract_id, m.milestone) = (p.contract_id, p.what))
           ELSE (
             SELECT min(s.valid_from) FROM jalon.states(p_known) s
             WHERE (s.contract_id, s.state) = (p.contract_id, p.what) AND s.entry_id > p.entry_id)
         END
  FROM jalon.plan p
  WHERE jalon.is_known(p.known_from, p.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.documents(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, sha256 text, size integer, media_type text,
               pdf_signatures integer, instrument text, number integer, party text, role text,
               earliest date, latest date, "precision" text, counts_from date, title text,
               note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT d.contract_id, d.entry_id, d.sha256, d.size, d.media_type, d.pdf_signatures,
         d.instrument, d.number, d.party, d.role, d.earliest, d.latest, d.precision,
         d.counts_from, d.title, d.note
  FROM jalon.document d
  WHERE jalon.is_known(d.known_from, d.known_to, p_known)
$$;

CREATE OR REPLACE FUNCTION jalon.contract_targets(p_known bigint)
RETURNS TABLE (contract_id uuid, entry_id bigint, target text, on_date date, decided_on date,
               note text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT w.contract_id, w.entry_id, w.target, w.on_date, w.decided_on, w.note
  FROM jalon.contract_target w
  WHERE jalon.is_known(w.known_from, w.known_to, p_known)
$$;

-- The programmes with the revision in force then. Before the first one there is nothing to show:
-- that is shown in the words of the one in force now.
CREATE OR REPLACE FUNCTION jalon.programmes(p_known bigint)
RETURNS TABLE (id uuid, code text, name_fr text, name_en text, timezone text, starts_on date,
               revision integer, initial_state text)
LANGUAGE sql STABLE
AS $$
  SELECT p.id, p.code, coalesce(r.doc #>> '{programme,name,fr}', p.name_fr),
         coalesce(r.doc #>> '{programme,name,en}', p.name_en), p.timezone,
         coalesce((r.doc ->> 'starts_on')::date, p.starts_on), coalesce(r.number, p.revision),
         coalesce(r.doc #>> '{lifecycle,initial}', p.initial_state)
  FROM jalon.programme p
  LEFT JOIN LATERAL (
    SELECT v.number, v.document::jsonb AS doc FROM jalon.revision v
    WHERE v.programme_id = p.id AND v.entry_id <= p_known
    ORDER BY v.number DESC LIMIT 1) r ON true
$$;

-- What a state is called and whether it counts: as the last revision of then says that declares
-- it. So a report of a day on which a state since dropped was held still knows it.
CREATE OR REPLACE FUNCTION jalon.state_defs(p_known bigint) RETURNS SETOF jalon.state_def
LANGUAGE sql STABLE
AS $$
  SELECT DISTINCT ON (s.programme_id, s.code) s.*
  FROM jalon.programmes(p_known) p
  JOIN jalon.state_def s ON s.programme_id = p.id AND s.revision <= p.revision
  ORDER BY s.programme_id, s.code, s.revision DESC
$$;

-- The entry that the journal had reached at the end of a day in the programme's zone, after so many
-- entries, or with an entry of the programme and what its request recorded beside it; 0: none yet.
-- Null: there is no such place. `recorded` is that of the programme's last entry by then.
CREATE OR REPLACE FUNCTION jalon.entry_known_at(
  p_programme text, p_on date, p_size bigint, p_code text, p_seq bigint)
RETURNS bigint
LANGUAGE sql STABLE
AS $$
  SELECT CASE
    WHEN p_on IS NOT NULL THEN coalesce((
      SELECT max(h.entry_id) FROM audit.history h
      WHERE h.recorded < (p_on + 1)::timestamp AT TIME ZONE (
        SELECT p.timezone FROM jalon.programme p WHERE p.code = p_programme)), 0)
    WHEN p_size = 0 THEN 0
    WHEN p_size IS NOT NULL THEN (
      SELECT h.entry_id FROM audit.history h ORDER BY h.entry_id OFFSET p_size - 1 LIMIT 1)
    ELSE (  -- in between there was no moment at which anybody could read
      SELECT max(o.entry_id) FROM audit.history h
      JOIN audit.history o ON o.request = h.request AND o.programme = h.programme
      WHERE h.programme = p_programme AND h.code = p_code AND h.seq = p_seq) END
$$;

GRANT EXECUTE ON FUNCTION
  jalon.documents(bigint), jalon.contract_targets(bigint), jalon.programmes(bigint),
  jalon.state_defs(bigint),
  jalon.entry_known_at(text, date, bigint, text, bigint),
  jalon.is_known(bigint, bigint, bigint), jalon.states(bigint), jalon.scopes(bigint),
  jalon.names(bigint), jalon.members(bigint),
  jalon.links(bigint), jalon.cohort_members(bigint), jalon.weights(bigint),
  jalon.milestones(bigint), jalon.signatures(bigint), jalon.numbers(bigint),
  jalon.number_parties(bigint), jalon.refusals(bigint), jalon.terms(bigint),
  jalon.plans(bigint) TO jalon_reader;
