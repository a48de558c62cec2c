-- One contract as one document: what `show` prints and `check` compares with the journal. It runs
-- as the reader, and shows the books as they were at an entry (p_known, null: now). The parts are
-- in PL/pgSQL, which keeps their plans: one in SQL inside another is planned for each contract.

-- The number, in the contract's journal, of an entry; null when the entry is not there.
CREATE OR REPLACE FUNCTION jalon.seq_of(p_contract uuid, p_entry bigint) RETURNS integer
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT h.seq FROM audit.history h WHERE h.entry_id = p_entry AND h.subject = p_contract);
END
$$;

-- A personal value: its digest, and its text or the entry with which it was erased.
CREATE OR REPLACE FUNCTION jalon.disclosed(p_entry bigint, p_digest text) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_text text;
BEGIN
  IF p_digest IS NULL THEN
    RETURN NULL;
  END IF;
  v_text := audit.disclosed(p_entry, p_digest);
  RETURN jsonb_build_object('digest', p_digest, 'text', v_text) || CASE WHEN v_text IS NULL
    THEN jsonb_build_object('erased', (SELECT x.entry FROM audit.erased x
                                       WHERE x.digest = p_digest)) ELSE '{}' END;
END
$$;

CREATE OR REPLACE FUNCTION jalon.territory_record(p_contract uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_build_object(
    'regions', (SELECT jsonb_agg(r.region ORDER BY r.position)
                FROM jalon.territory_region r WHERE r.contract_id = p_contract),
    'departements', (SELECT jsonb_agg(d.departement ORDER BY d.departement)
                     FROM jalon.territory_departement d WHERE d.contract_id = p_contract),
    'names', (SELECT jsonb_agg(jsonb_build_object(
                'kind', n.kind, 'value', n.value, 'issuer', n.issuer, 'as_of_year', n.as_of_year,
                'from', n.valid_from, 'to', n.valid_to,
                'seq', jalon.seq_of(p_contract, n.entry_id),
                'end_seq', jalon.seq_of(p_contract, n.end_entry_id))
                ORDER BY n.kind <> 'name', n.valid_from, n.value)
              FROM jalon.names(p_known) n WHERE n.contract_id = p_contract),
    'members', (SELECT jsonb_agg(jsonb_build_object(
                  'siren', m.siren, 'name', m.name, 'kind', m.kind, 'insee', m.insee,
                  'departement', m.departement, 'region', m.region, 'from', m.valid_from,
                  'to', m.valid_to, 'seq', jalon.seq_of(p_contract, m.entry_id),
                  'end_seq', jalon.seq_of(p_contract, m.end_entry_id))
                  ORDER BY m.siren, m.valid_from)
                FROM jalon.members(p_known) m WHERE m.contract_id = p_contract),
    'scope', (SELECT jsonb_agg(jsonb_build_object(
                'from', s.valid_from, 'to', s.valid_to, 'precision', s.precision,
                'end_precision', s.end_precision,
                'seq', jalon.seq_of(p_contract, s.entry_id),
                'end_seq', jalon.seq_of(p_contract, s.end_entry_id)) ORDER BY s.valid_from)
              FROM jalon.scopes(p_known) s WHERE s.contract_id = p_contract),
    'links', (SELECT jsonb_agg(jsonb_build_object(
                'kind', l.kind, 'code', l.code, 'from', l.valid_from,
                'seq', jalon.seq_of(p_contract, l.entry_id))
                ORDER BY l.kind, l.entry_id, l.code COLLATE "C")
              FROM jalon.links(p_known) l WHERE l.contract_id = p_contract)));
END
$$;

CREATE OR REPLACE FUNCTION jalon.signing_record(p_contract uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_agg(jsonb_build_object(
    'code', i.instrument, 'number', i.number, 'opened_on', i.opened_on,
    'completed_on', i.completed_on, 'completed_precision', i.completed_precision,
    'closed_on', i.closed_on, 'closed_seq', jalon.seq_of(p_contract, i.closed_by),
    'term', (SELECT jsonb_build_object(
               'from', t.from_date, 'to', t.to_date, 'note', jalon.disclosed(t.entry_id, t.note),
               'seq', jalon.seq_of(p_contract, t.entry_id))
             FROM jalon.terms(p_known) t
             WHERE t.contract_id = p_contract AND t.instrument = i.instrument
               AND t.number = i.number),
    'required', (SELECT jsonb_agg(p.party ORDER BY p.party) FROM jalon.number_parties(p_known) p
                 WHERE p.contract_id = p_contract AND p.instrument = i.instrument
                   AND p.number = i.number),
    'waived', (SELECT jsonb_agg(jsonb_build_object(
                 'party', p.party, 'on', p.waived_on,
                 'reason', jalon.disclosed(p.waived_by, p.waived_reason),
                 'seq', jalon.seq_of(p_contract, p.waived_by)) ORDER BY p.party)
               FROM jalon.number_parties(p_known) p
               WHERE p.contract_id = p_contract AND p.instrument = i.instrument
                 AND p.number = i.number AND p.waived_by IS NOT NULL),
    'signatures', (SELECT jsonb_agg(jsonb_build_object(
                     'party', s.party, 'earliest', s.earliest, 'latest', s.latest,
                     'precision', s.precision, 'counts_from', s.counts_from,
                     'channel', s.channel, 'signer', jalon.disclosed(s.entry_id, s.signer),
                     'capacity', jalon.disclosed(s.entry_id, s.capacity),
                     'delegation', jalon.disclosed(s.entry_id, s.delegation),
                     'place', jalon.disclosed(s.entry_id, s.place),
                     'note', jalon.disclosed(s.entry_id, s.note),
                     'document', s.document, 'text', s.signed_text,
                     'no_evidence', jalon.disclosed(s.entry_id, s.no_evidence),
                     'seq', jalon.seq_of(p_contract, s.entry_id)) ORDER BY s.entry_id)
                   FROM jalon.signatures(p_known) s
                   WHERE s.contract_id = p_contract AND s.instrument = i.instrument
                     AND s.number = i.number))
    ORDER BY i.instrument, i.number)
  FROM jalon.numbers(p_known) i WHERE i.contract_id = p_contract);
END
$$;

-- The cohorts that the territory was in, what it counted for, and its own dates of targets.
CREATE OR REPLACE FUNCTION jalon.weighing_record(p_contract uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_build_object(
    'cohorts', (SELECT jsonb_agg(jsonb_build_object(
                  'cohort', m.cohort, 'member', m.member, 'from', m.valid_from, 'to', m.valid_to,
                  'precision', m.precision, 'seq', jalon.seq_of(p_contract, m.entry_id),
                  'end_seq', jalon.seq_of(p_contract, m.end_entry_id)) ORDER BY m.entry_id)
                FROM jalon.cohort_members(p_known) m WHERE m.contract_id = p_contract),
    'weights', (SELECT jsonb_agg(jsonb_build_object(
                  'weight', w.weight, 'value', w.value, 'as_of_year', w.as_of_year,
                  'counted', w.counted, 'from', w.valid_from, 'to', w.valid_to,
                  'seq', jalon.seq_of(p_contract, w.entry_id),
                  'end_seq', jalon.seq_of(p_contract, w.end_entry_id)) ORDER BY w.entry_id)
                FROM jalon.weights(p_known) w WHERE w.contract_id = p_contract),
    'targets', (SELECT jsonb_agg(jsonb_build_object(
                  'target', w.target, 'on', w.on_date, 'decided_on', w.decided_on,
                  'note', jalon.disclosed(w.entry_id, w.note),
                  'seq', jalon.seq_of(p_contract, w.entry_id)) ORDER BY w.entry_id)
                FROM jalon.contract_targets(p_known) w WHERE w.contract_id = p_contract)));
END
$$;

CREATE OR REPLACE FUNCTION jalon.document_record(p_contract uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_agg(jsonb_build_object(
    'sha256', d.sha256, 'size', d.size, 'media_type', d.media_type,
    'pdf_signatures', d.pdf_signatures, 'instrument', d.instrument, 'number', d.number,
    'party', d.party, 'role', d.role, 'earliest', d.earliest, 'latest', d.latest,
    'precision', d.precision, 'counts_from', d.counts_from,
    'title', jalon.disclosed(d.entry_id, d.title), 'note', jalon.disclosed(d.entry_id, d.note),
    'erased', (SELECT x.entry FROM audit.erased x WHERE x.digest = d.sha256),
    'seq', jalon.seq_of(p_contract, d.entry_id)) ORDER BY d.entry_id)
  FROM jalon.documents(p_known) d WHERE d.contract_id = p_contract);
END
$$;

CREATE OR REPLACE FUNCTION jalon.plan_record(p_contract uuid, p_known bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_agg(jsonb_build_object(
    'kind', p.kind, 'what', p.what, 'number', p.number, 'earliest', p.earliest,
    'latest', p.latest, 'precision', p.precision, 'party', p.party,
    'place', jalon.disclosed(p.entry_id, p.place), 'note', jalon.disclosed(p.entry_id, p.note),
    'from', p.valid_from, 'to', p.valid_to, 'seq', jalon.seq_of(p_contract, p.entry_id),
    'end_seq', jalon.seq_of(p_contract, p.end_entry_id)) ORDER BY p.entry_id)
  FROM jalon.plans(p_known) p WHERE p.contract_id = p_contract);
END
$$;

CREATE OR REPLACE FUNCTION jalon.refusal_record(p_contract uuid, p_known bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN RETURN (
  SELECT jsonb_agg(jsonb_build_object(
    'instrument', r.instrument, 'number', r.number, 'party', r.party, 'earliest', r.earliest,
    'latest', r.latest, 'precision', r.precision, 'counts_from', r.counts_from,
    'reason', jalon.disclosed(r.entry_id, r.reason), 'note', jalon.disclosed(r.entry_id, r.note),
    'seq', jalon.seq_of(p_contract, r.entry_id)) ORDER BY r.entry_id)
  FROM jalon.refusals(p_known) r WHERE r.contract_id = p_contract);
END
$$;

-- The row of a contract as it was then; no row when it was not there yet.
CREATE OR REPLACE FUNCTION jalon.contract_known(p_contract jalon.contract, p_known bigint)
RETURNS TABLE (state text, previous_state text, state_since date, last_seq integer,
               last_hash bytea, last_recorded timestamptz)
LANGUAGE sql STABLE
AS $$
  SELECT p_contract.state, p_contract.previous_state, p_contract.state_since,
         p_contract.last_seq, p_contract.last_hash, p_contract.last_recorded
  WHERE p_known IS NULL
  UNION ALL
  (SELECT i.state, old.state, i.valid_from, h.seq, h.leaf_hash, h.recorded
   FROM audit.history h
   LEFT JOIN jalon.states(p_known) i ON i.contract_id = h.subject AND i.end_entry_id IS NULL
   LEFT JOIN jalon.states(p_known) old ON old.contract_id = h.subject
     AND old.end_entry_id = i.entry_id
   WHERE h.subject = p_contract.id AND h.entry_id <= p_known
   ORDER BY h.seq DESC LIMIT 1)
$$;

CREATE OR REPLACE FUNCTION jalon.contract_record(p_contract uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT jalon.territory_record(c.id, p_known) || jalon.weighing_record(c.id, p_known) || jsonb_build_object(
    'id', c.id, 'programme', p.code, 'code', c.code, 'region', c.region, 'state', k.state,
    'previous_state', k.previous_state, 'state_since', k.state_since, 'last_seq', k.last_seq,
    'last_hash', encode(k.last_hash, 'hex'),
    'last_recorded', to_char(k.last_recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'states', (SELECT jsonb_agg(jsonb_build_object(
                 'state', i.state, 'from', i.valid_from, 'to', i.valid_to,
                 'seq', jalon.seq_of(c.id, i.entry_id),
                 'end_seq', jalon.seq_of(c.id, i.end_entry_id))
                 ORDER BY i.valid_from, i.entry_id)
               FROM jalon.states(p_known) i WHERE i.contract_id = c.id),
    'instruments', jalon.signing_record(c.id, p_known),
    'documents', jalon.document_record(c.id, p_known),
    'refusals', jalon.refusal_record(c.id, p_known),
    'plans', jalon.plan_record(c.id, p_known),
    'milestones', (SELECT jsonb_agg(jsonb_build_object(
                     'code', m.milestone, 'earliest', m.earliest, 'latest', m.latest,
                     'precision', m.precision, 'counts_from', m.counts_from,
                     'note', jalon.disclosed(m.entry_id, m.note),
                     'seq', jalon.seq_of(c.id, m.entry_id)) ORDER BY m.entry_id)
                   FROM jalon.milestones(p_known) m WHERE m.contract_id = c.id))
  FROM jalon.contract c
  JOIN jalon.programme p ON p.id = c.programme_id
  CROSS JOIN LATERAL jalon.contract_known(c, p_known) k
  WHERE c.id = p_contract
$$;

-- The entries of one subject in journal order, with the columns that index them, the disclosures,
-- and the day of recording in the programme's zone.
CREATE OR REPLACE FUNCTION jalon.journal_of(p_subject uuid, p_known bigint DEFAULT NULL)
RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'entry_id', h.entry_id, 'subject', h.subject, 'seq', h.seq, 'subject_kind', h.subject_kind,
    'programme', h.programme, 'code', h.code, 'event', h.event, 'request', h.request,
    'batch', h.batch,
    'recorded', to_char(h.recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'recorded_on', (h.recorded AT TIME ZONE coalesce(p.timezone, 'UTC'))::date,
    'leaf', h.leaf, 'leaf_hash', encode(h.leaf_hash, 'hex'),
    'disclosures', coalesce(h.disclosures, '{}') || coalesce(h.erased, '{}'),
    'evidence', (SELECT jsonb_object_agg(v.digest, v.disclosure)
                 FROM audit.evidence v WHERE v.entry_id = h.entry_id))
    ORDER BY h.seq, h.entry_id), '[]')
  FROM audit.history h
  LEFT JOIN jalon.programme p ON p.code = h.programme
  WHERE h.subject = p_subject AND (p_known IS NULL OR h.entry_id <= p_known)
$$;

GRANT EXECUTE ON FUNCTION jalon.journal_of(uuid, bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.seq_of(uuid, bigint), jalon.disclosed(bigint, text), jalon.territory_record(uuid, bigint),
  jalon.signing_record(uuid, bigint), jalon.weighing_record(uuid, bigint),
  jalon.document_record(uuid, bigint), jalon.refusal_record(uuid, bigint),
  jalon.plan_record(uuid, bigint),
  jalon.contract_known(jalon.contract, bigint),
  jalon.contract_record(uuid, bigint)
  TO jalon_reader;
