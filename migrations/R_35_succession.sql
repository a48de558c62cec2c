-- Territories leave the programme, alone or into others: two subjects or more change in one
-- transaction, and the chain of each says so.

-- Locks the contracts of those codes that there are, in the order of their ids, after the
-- programme: two requests that name the same territories in any order never wait for each other
-- in a circle.
CREATE OR REPLACE FUNCTION jalon.lock_contracts(p_programme text, p_codes text[])
RETURNS jalon.programme
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_programme jalon.programme;
BEGIN
  SELECT * INTO v_programme FROM jalon.programme WHERE code = p_programme FOR KEY SHARE;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_programme',
                         jsonb_build_object('programme', p_programme));
  END IF;
  PERFORM FROM jalon.contract c
  WHERE c.programme_id = v_programme.id AND c.code = ANY (p_codes)
  ORDER BY c.id FOR NO KEY UPDATE;
  RETURN v_programme;
END
$$;

-- The head of a contract's chain, moved on. A request that concerns several contracts answers for
-- all of them once, with the last one.
CREATE OR REPLACE FUNCTION jalon.move_head(p_contract uuid, p_head audit.head) RETURNS void
LANGUAGE sql VOLATILE
AS $$
  UPDATE jalon.contract
  SET last_seq = p_head.seq, last_hash = p_head.hash, last_recorded = p_head.recorded
  WHERE id = p_contract
$$;

-- Refuses a list that is empty, names one twice, or names one on both sides.
CREATE OR REPLACE FUNCTION jalon.check_succession(p_codes text[], p_into text[]) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_code text;
BEGIN
  SELECT q INTO v_code FROM unnest(p_codes) q GROUP BY q HAVING count(*) > 1 LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'listed_twice',
                         jsonb_build_object('field', 'code', 'value', v_code));
  END IF;
  SELECT q INTO v_code FROM unnest(p_into) q GROUP BY q HAVING count(*) > 1 LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'listed_twice',
                         jsonb_build_object('field', 'into', 'value', v_code));
  END IF;
  SELECT q INTO v_code FROM unnest(p_codes) q WHERE q = ANY (p_into) LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'own_successor', jsonb_build_object('code', v_code));
  END IF;
END
$$;

-- May the contract leave on that day? Its exit comes after all that is recorded of it.
CREATE OR REPLACE FUNCTION jalon.check_leave(
  p_contract record, p_expect text, p_on date, p_has_reason boolean)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_code text := (p_contract.subject).code;
  v_left date;
  v_last date := jalon.last_fact(p_contract.id);
BEGIN
  SELECT s.valid_to INTO v_left FROM jalon.scope s
  WHERE s.contract_id = p_contract.id AND s.known_to IS NULL;
  IF p_expect IS NOT NULL AND p_expect <> p_contract.state THEN
    PERFORM jalon.refuse('JA001', 'stale_state', jsonb_build_object(
      'code', v_code, 'expected', p_expect, 'actual', p_contract.state));
  ELSIF v_left IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'already_left',
                         jsonb_build_object('code', v_code, 'left_on', v_left));
  ELSIF NOT p_has_reason THEN
    PERFORM jalon.refuse('JA005', 'leave_reason', jsonb_build_object('code', v_code));
  ELSIF p_on <= v_last THEN
    PERFORM jalon.refuse('JA005', 'leave_too_early',
                         jsonb_build_object('code', v_code, 'on', p_on, 'last', v_last));
  END IF;
END
$$;

-- Appends and stores the exit. The state of the contract stays as it was.
CREATE OR REPLACE FUNCTION jalon.store_leave(
  p_contract record, p_request uuid, p_into text[], p_precision text, p_when record,
  p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_note text := audit.disclosure('note', p_evidence.note);
  v_into text[] := ARRAY(SELECT q FROM unnest(p_into) q ORDER BY q COLLATE "C");
  v_head audit.head;
BEGIN
  v_head := audit.append(p_contract.subject, p_contract.head, p_request, ROW(
    'leave', NULL,
    '{"into":' || audit.canonical(to_jsonb(v_into)) || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], p_when.valid, p_precision, p_evidence.certainty, p_evidence.learned,
    p_evidence.reason, p_evidence.source, p_evidence.batch, NULL)::audit.fact);
  PERFORM jalon.put_leave(p_contract.id, to_jsonb(v_into), p_precision, p_when.counts_from,
                          v_head.entry_id, v_head.entry_id);
  RETURN v_head;
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_leave(
  p_contract uuid, p_into jsonb, p_precision text, p_on date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.scope
  SET valid_to = p_on, end_precision = p_precision, end_entry_id = p_entry,
      end_known_from = p_known
  WHERE contract_id = p_contract AND valid_to IS NULL AND known_to IS NULL;
  PERFORM jalon.put_links(p_contract, 'successor', p_into, p_on, p_entry, p_known);
END
$$;

CREATE OR REPLACE FUNCTION jalon.check_absorb(p_contract record, p_on date) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  PERFORM jalon.refuse_early(p_contract, p_on, jalon.first_day(p_contract.id));
END
$$;

-- Appends and stores that a territory of the programme takes in those of p_codes that its chain
-- does not name yet; null when it names all.
CREATE OR REPLACE FUNCTION jalon.absorb(
  p_contract record, p_request uuid, p_codes text[], p_precision text, p_when record,
  p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_codes text[] := ARRAY(
    SELECT q FROM unnest(p_codes) q
    WHERE NOT EXISTS (SELECT FROM jalon.territory_link l
                      WHERE l.contract_id = p_contract.id AND l.kind = 'predecessor'
                        AND l.code = q AND l.known_to IS NULL)
    ORDER BY q COLLATE "C");
  v_note text;
  v_head audit.head;
BEGIN
  IF v_codes = '{}' THEN
    RETURN NULL;
  END IF;
  PERFORM jalon.check_absorb(p_contract, p_when.counts_from);
  v_note := audit.disclosure('note', p_evidence.note);
  v_head := audit.append(p_contract.subject, p_contract.head, p_request, ROW(
    'absorb', NULL,
    '{"note":' || audit.sealed(v_note) || ',"predecessors":' || audit.canonical(to_jsonb(v_codes))
      || '}',
    ARRAY[v_note], p_when.valid, p_precision, p_evidence.certainty, p_evidence.learned,
    p_evidence.reason, p_evidence.source, p_evidence.batch, NULL)::audit.fact);
  PERFORM jalon.put_links(p_contract.id, 'predecessor', to_jsonb(v_codes), p_when.counts_from,
                          v_head.entry_id, v_head.entry_id);
  RETURN v_head;
END
$$;

-- A territory leaves the programme, alone or into territories that are there: each of these knows
-- it as a predecessor, since its entry or from now on.
CREATE OR REPLACE FUNCTION jalon.territory_leave(
  p_request uuid, p_programme text, p_code text, p_into text[], p_on date, p_precision text,
  p_expect text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_leave', p_programme, p_code, p_into, p_on, p_precision, p_expect, p_evidence));
  v_entries text[];
  v_code text;
  v_head audit.head;
  v_taken audit.head;
  c record;
  o record;
  d record;
  e record;
BEGIN
  PERFORM jalon.lock_contracts(p_programme, p_code || p_into);
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_succession(ARRAY[p_code], p_into);
  PERFORM jalon.check_leave(c, p_expect, d.counts_from, e.reason IS NOT NULL);
  v_head := jalon.store_leave(c, p_request, p_into, p_precision, d, e);
  v_entries := ARRAY[p_code || '#' || v_head.seq];
  FOR v_code IN SELECT q FROM unnest(p_into) q ORDER BY q COLLATE "C" LOOP
    o := jalon.open_contract(p_request, v_fingerprint, p_programme, v_code);
    v_taken := jalon.absorb(o, p_request, ARRAY[p_code], p_precision, d, e);
    IF v_taken.seq IS NOT NULL THEN
      PERFORM jalon.move_head(o.id, v_taken);
      v_entries := v_entries || (v_code || '#' || v_taken.seq);
    END IF;
  END LOOP;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head, v_entries, c.state,
                              NULL);
END
$$;

-- A territory takes others in that leave into it, before their exits say so one by one: several at
-- once are one entry of its journal, as when they are merged.
CREATE OR REPLACE FUNCTION jalon.territory_absorb(
  p_request uuid, p_programme text, p_code text, p_predecessors text[], p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_absorb', p_programme, p_code, p_predecessors, p_on, p_precision, p_evidence));
  v_code text;
  v_left date;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_succession(p_predecessors, ARRAY[p_code]);
  FOREACH v_code IN ARRAY coalesce(p_predecessors, '{}') LOOP
    SELECT s.valid_to INTO v_left
    FROM jalon.contract k JOIN jalon.scope s ON s.contract_id = k.id AND s.known_to IS NULL
    WHERE k.programme_id = c.programme_id AND k.code = v_code;
    IF NOT FOUND THEN
      PERFORM jalon.refuse_absent(p_programme, v_code);
    ELSIF EXISTS (SELECT FROM jalon.territory_link l
                  WHERE l.contract_id = c.id AND l.kind = 'predecessor' AND l.code = v_code
                    AND l.known_to IS NULL) THEN
      PERFORM jalon.refuse('JA001', 'already_absorbed', jsonb_build_object(
        'code', p_code, 'predecessor', v_code));
    ELSIF v_left < d.counts_from THEN
      PERFORM jalon.refuse('JA005', 'left_programme', jsonb_build_object(
        'code', v_code, 'on', d.counts_from, 'left_on', v_left));
    END IF;
  END LOOP;
  v_head := jalon.absorb(c, p_request, p_predecessors, p_precision, d, e);
  IF v_head.seq IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'predecessors'));
  END IF;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- What a successor has when its request does not say: the places of those that it succeeds, and
-- their members of that day; members that are named by SIREN are taken from among these.
CREATE OR REPLACE FUNCTION jalon.inherited(p_codes uuid[], p_successor jsonb, p_on date)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_absent text;
  v_members jsonb := coalesce((
    SELECT jsonb_agg(x.member ORDER BY x.siren) FROM (
      SELECT DISTINCT ON (m.siren) m.siren, jsonb_build_object(
        'siren', m.siren, 'name', m.name, 'kind', m.kind, 'insee', m.insee,
        'departement', m.departement, 'region', m.region) AS member
      FROM jalon.member m
      WHERE m.contract_id = ANY (p_codes) AND m.known_to IS NULL AND m.valid_from <= p_on
        AND (m.valid_to IS NULL OR m.valid_to > p_on)
        AND coalesce((p_successor -> 'members') ? m.siren, true)
      ORDER BY m.siren, array_position(p_codes, m.contract_id)) x), '[]');
BEGIN
  SELECT s INTO v_absent FROM jsonb_array_elements_text(p_successor -> 'members') s
  WHERE NOT v_members @> jsonb_build_array(jsonb_build_object('siren', s));
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'member_elsewhere', jsonb_build_object(
      'code', p_successor ->> 'code', 'siren', v_absent));
  END IF;
  RETURN jsonb_build_object(
    'regions', (
      SELECT jsonb_agg(y.region ORDER BY y.place) FROM (
        SELECT r.region, min(array_position(p_codes, r.contract_id) * 100 + r.position) AS place
        FROM jalon.territory_region r WHERE r.contract_id = ANY (p_codes) GROUP BY 1) y),
    'departements', coalesce((
      SELECT jsonb_agg(DISTINCT d.departement) FROM jalon.territory_departement d
      WHERE d.contract_id = ANY (p_codes)), '[]'))
    || jsonb_strip_nulls(p_successor) || jsonb_build_object('members', v_members);
END
$$;

-- An existing territory takes others in, with those of their members that it has not; returns the
-- entries.
CREATE OR REPLACE FUNCTION jalon.take_in(
  p_contract record, p_request uuid, p_codes text[], p_members jsonb, p_precision text,
  p_when record, p_evidence record)
RETURNS text[]
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_code text := (p_contract.subject).code;
  v_entries text[] := '{}';
  v_member jsonb;
  v_head audit.head := jalon.absorb(p_contract, p_request, p_codes, p_precision, p_when,
                                    p_evidence);
BEGIN
  PERFORM jalon.check_absorb(p_contract, p_when.counts_from);
  IF v_head.seq IS NULL THEN
    v_head := p_contract.head;
  ELSE
    v_entries := ARRAY[v_code || '#' || v_head.seq];
  END IF;
  FOR v_member IN
    SELECT m FROM jsonb_array_elements(p_members) m
    WHERE NOT EXISTS (
      SELECT FROM jalon.member e
      WHERE e.contract_id = p_contract.id AND e.siren = m ->> 'siren' AND e.known_to IS NULL
        AND (e.valid_to IS NULL OR e.valid_to > p_when.counts_from))
  LOOP
    v_head := jalon.store_member(p_contract, v_head, p_request, v_member, p_precision, p_when,
                                 p_evidence);
    v_entries := v_entries || (v_code || '#' || v_head.seq);
  END LOOP;
  PERFORM jalon.move_head(p_contract.id, v_head);
  RETURN v_entries;
END
$$;

-- Territories are split or merged: those of p_codes leave, those of p_successors follow them, all
-- on one day. A successor without a name is one that is there already. Signatures and instruments
-- are never taken over: a contract that is closed stays with the territory that made it.
CREATE OR REPLACE FUNCTION jalon.territory_succeed(
  p_request uuid, p_programme text, p_codes text[], p_successors jsonb, p_on date,
  p_precision text, p_expect text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_succeed', p_programme, p_codes, p_successors, p_on, p_precision, p_expect,
    p_evidence));
  v_into text[] := ARRAY(SELECT s ->> 'code' FROM jsonb_array_elements(p_successors) s);
  v_programme jalon.programme;
  v_receipt jsonb;
  v_ids uuid[] := '{}';
  v_entries text[] := '{}';
  v_one jsonb;
  v_code text;
  v_head audit.head;
  c record;
  d record;
  e record;
  entered record;
BEGIN
  v_programme := jalon.lock_contracts(p_programme, p_codes || v_into);
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  END IF;
  d := jalon.when_of(p_on, p_precision, v_programme.timezone, v_programme.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  IF cardinality(p_codes) = 0 OR v_into = '{}' THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object(
      'field', CASE v_into WHEN '{}' THEN 'into' ELSE 'code' END));
  END IF;
  PERFORM jalon.check_succession(p_codes, v_into);
  FOREACH v_code IN ARRAY p_codes LOOP
    c := jalon.open_contract(p_request, v_fingerprint, p_programme, v_code);
    PERFORM jalon.check_leave(c, p_expect, d.counts_from, e.reason IS NOT NULL);
    v_head := jalon.store_leave(c, p_request, v_into, p_precision, d, e);
    PERFORM jalon.move_head(c.id, v_head);
    v_entries := v_entries || (v_code || '#' || v_head.seq);
    v_ids := v_ids || c.id;
  END LOOP;
  -- In the order of their codes, so that two requests for the same new ones meet at the first.
  FOR v_one IN
    SELECT s FROM jsonb_array_elements(p_successors) s ORDER BY s ->> 'code' COLLATE "C"
  LOOP
    v_one := jalon.inherited(v_ids, v_one, d.counts_from);
    IF v_one ? 'name' THEN
      entered := jalon.enter_territory(p_request, v_programme,
        v_one || jsonb_build_object('predecessors', p_codes), p_precision, d, e);
      v_entries := v_entries || ((entered.subject).code || '#1');
    ELSE
      c := jalon.open_contract(p_request, v_fingerprint, p_programme, v_one ->> 'code');
      v_entries := v_entries
        || jalon.take_in(c, p_request, p_codes, v_one -> 'members', p_precision, d, e);
    END IF;
  END LOOP;
  SELECT jsonb_build_object('code', p_codes[1], 'entries', v_entries, 'state', NULL, 'recorded',
    audit.utc(max(k.last_recorded)), 'replayed', false) INTO v_receipt
  FROM jalon.contract k WHERE k.programme_id = v_programme.id AND k.code = ANY (p_codes || v_into);
  INSERT INTO jalon.request VALUES (p_request, session_user, v_fingerprint, v_receipt);
  RETURN v_receipt;
END
$$;
