-- Territories that change: they bear another name, gain and lose members, leave the programme, and
-- succeed one another. The guards are those of domain/composition.h, in the same order.

-- Nothing is recorded of a territory from the day on which it left the programme.
CREATE OR REPLACE FUNCTION jalon.check_stay(p_contract record, p_on date) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_left date;
BEGIN
  SELECT s.valid_to INTO v_left FROM jalon.scope s
  WHERE s.contract_id = p_contract.id AND s.known_to IS NULL AND s.valid_to <= p_on;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'left_programme', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'left_on', v_left));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.refuse_early(p_contract record, p_on date, p_not_before date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_on < p_not_before THEN
    PERFORM jalon.refuse('JA005', 'change_too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', p_not_before));
  END IF;
END
$$;

-- The first day that anything can be dated of.
CREATE OR REPLACE FUNCTION jalon.first_day(p_contract uuid) RETURNS date
LANGUAGE sql STABLE
AS $$
  SELECT min(i.valid_from) FROM jalon.state_interval i
  WHERE i.contract_id = p_contract AND i.known_to IS NULL
$$;

-- The last day that a recorded fact is of; facts whose day is not known have none.
CREATE OR REPLACE FUNCTION jalon.last_fact(p_contract uuid) RETURNS date
LANGUAGE sql STABLE
AS $$
  SELECT max(f.day) FROM (
    SELECT s.valid_from FROM jalon.scope s WHERE s.contract_id = p_contract AND s.known_to IS NULL
    UNION ALL
    SELECT i.valid_from FROM jalon.state_interval i
    WHERE i.contract_id = p_contract AND i.known_to IS NULL
    UNION ALL
    SELECT g.latest FROM jalon.signature g WHERE g.contract_id = p_contract AND g.known_to IS NULL
    UNION ALL
    SELECT m.latest FROM jalon.milestone m WHERE m.contract_id = p_contract AND m.known_to IS NULL
    UNION ALL
    SELECT n.valid_from FROM jalon.territory_name n
    WHERE n.contract_id = p_contract AND n.kind = 'name' AND n.known_to IS NULL
    UNION ALL
    SELECT greatest(e.valid_from, e.valid_to) FROM jalon.member e
    WHERE e.contract_id = p_contract AND e.known_to IS NULL) f (day)
$$;

-- The old name stays, up to that day.
CREATE OR REPLACE FUNCTION jalon.territory_rename(
  p_request uuid, p_programme text, p_code text, p_name text, p_on date, p_precision text,
  p_expect text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_rename', p_programme, p_code, p_name, p_on, p_precision, p_expect, p_evidence));
  v_name text;
  v_old jalon.territory_name;
  v_note text;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  v_name := jalon.clean('name', p_name, 200);
  IF v_name IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'name'));
  END IF;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  SELECT * INTO v_old FROM jalon.territory_name n
  WHERE n.contract_id = c.id AND n.kind = 'name' AND n.valid_to IS NULL AND n.known_to IS NULL;
  IF p_expect IS NOT NULL AND p_expect <> v_old.value THEN
    PERFORM jalon.refuse('JA001', 'stale_name', jsonb_build_object(
      'code', p_code, 'expected', p_expect, 'actual', v_old.value));
  END IF;
  PERFORM jalon.check_stay(c, d.counts_from);
  IF v_name = v_old.value THEN
    PERFORM jalon.refuse('JA001', 'already_named',
                         jsonb_build_object('code', p_code, 'name', v_name));
  END IF;
  PERFORM jalon.refuse_early(c, d.counts_from, v_old.valid_from + 1);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'rename', '{"name":' || to_json(v_old.value) || '}',
    '{"name":' || to_json(v_name) || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  UPDATE jalon.territory_name SET valid_to = d.counts_from, end_known_from = v_head.entry_id
  WHERE contract_id = c.id AND kind = 'name' AND valid_to IS NULL AND known_to IS NULL;
  INSERT INTO jalon.territory_name (contract_id, kind, value, valid_from, known_from)
  VALUES (c.id, 'name', v_name, d.counts_from, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- Another name, or a code that others use.
CREATE OR REPLACE FUNCTION jalon.territory_alias(
  p_request uuid, p_programme text, p_code text, p_alias jsonb, p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_alias', p_programme, p_code, p_alias, p_on, p_precision, p_evidence));
  v_alias jsonb;
  v_kind text;
  v_note text;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM jalon.check_lists(jsonb_build_object('aliases', jsonb_build_array(p_alias)));
  v_alias := jalon.clean_alias(p_alias);
  v_kind := CASE v_alias ->> 'kind' WHEN 'name' THEN 'alias' ELSE v_alias ->> 'kind' END;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  IF EXISTS (SELECT FROM jalon.territory_name n WHERE n.contract_id = c.id AND n.kind = v_kind
             AND n.value = v_alias ->> 'value' AND n.known_to IS NULL) THEN
    PERFORM jalon.refuse('JA001', 'alias_there',
      jsonb_build_object('code', p_code, 'value', v_alias ->> 'value'));
  END IF;
  PERFORM jalon.refuse_early(c, d.counts_from, jalon.first_day(c.id));
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'alias', NULL,
    audit.canonical(v_alias || jsonb_build_object('note', audit.sealed(v_note)::jsonb)),
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  INSERT INTO jalon.territory_name
    (contract_id, kind, value, issuer, as_of_year, valid_from, known_from)
  VALUES (c.id, v_kind, v_alias ->> 'value', v_alias ->> 'issuer',
          (v_alias ->> 'as_of_year')::integer, d.counts_from, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- Appends and stores that one joins as a member. Parties that a first signature froze stay as they
-- are: a later member signs the instruments that are opened later.
CREATE OR REPLACE FUNCTION jalon.store_member(
  p_contract record, p_head audit.head, p_request uuid, p_member jsonb, p_precision text,
  p_when record, p_evidence record)
RETURNS audit.head
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_note text := audit.disclosure('note', p_evidence.note);
  v_head audit.head;
BEGIN
  v_head := audit.append(p_contract.subject, p_head, p_request, ROW(
    'member_add', NULL,
    audit.canonical(p_member || jsonb_build_object('note', audit.sealed(v_note)::jsonb)),
    ARRAY[v_note], p_when.valid, p_precision, p_evidence.certainty, p_evidence.learned,
    p_evidence.reason, p_evidence.source, p_evidence.batch, NULL)::audit.fact);
  INSERT INTO jalon.member
    (contract_id, siren, name, kind, insee, departement, region, valid_from, known_from)
  VALUES (p_contract.id, p_member ->> 'siren', p_member ->> 'name', p_member ->> 'kind',
          p_member ->> 'insee', p_member ->> 'departement', p_member ->> 'region',
          p_when.counts_from, v_head.entry_id);
  RETURN v_head;
END
$$;

CREATE OR REPLACE FUNCTION jalon.territory_member_add(
  p_request uuid, p_programme text, p_code text, p_member jsonb, p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_member_add', p_programme, p_code, p_member, p_on, p_precision, p_evidence));
  v_member jsonb;
  v_last jalon.member;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM jalon.check_parts(c.programme_id,
                            jsonb_build_object('members', jsonb_build_array(p_member)));
  v_member := jalon.clean_members(jsonb_build_array(p_member)) -> 0;
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_stay(c, d.counts_from);
  SELECT * INTO v_last FROM jalon.member m
  WHERE m.contract_id = c.id AND m.siren = v_member ->> 'siren' AND m.known_to IS NULL
  ORDER BY m.valid_from DESC LIMIT 1;
  IF FOUND AND v_last.valid_to IS NULL THEN
    PERFORM jalon.refuse('JA001', 'member_there', jsonb_build_object(
      'code', p_code, 'siren', v_last.siren, 'from', v_last.valid_from));
  END IF;
  PERFORM jalon.refuse_early(c, d.counts_from, greatest(jalon.first_day(c.id), v_last.valid_to));
  v_head := jalon.store_member(c, c.head, p_request, v_member, p_precision, d, e);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

CREATE OR REPLACE FUNCTION jalon.territory_member_remove(
  p_request uuid, p_programme text, p_code text, p_siren text, p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_member_remove', p_programme, p_code, p_siren, p_on, p_precision, p_evidence));
  v_last jalon.member;
  v_note text;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  SELECT * INTO v_last FROM jalon.member m
  WHERE m.contract_id = c.id AND m.siren = p_siren AND m.known_to IS NULL
  ORDER BY m.valid_from DESC LIMIT 1;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'member_absent',
                         jsonb_build_object('code', p_code, 'siren', p_siren));
  ELSIF v_last.valid_to IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'member_gone', jsonb_build_object(
      'code', p_code, 'siren', p_siren, 'to', v_last.valid_to));
  END IF;
  PERFORM jalon.refuse_early(c, d.counts_from, v_last.valid_from + 1);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'member_remove', NULL,
    '{"note":' || audit.sealed(v_note) || ',"siren":' || to_json(p_siren) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  UPDATE jalon.member SET valid_to = d.counts_from, end_known_from = v_head.entry_id
  WHERE contract_id = c.id AND siren = p_siren AND valid_to IS NULL AND known_to IS NULL;
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
