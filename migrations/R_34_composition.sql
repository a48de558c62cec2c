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

-- Another name than the one it bears, from a later day on.
CREATE OR REPLACE FUNCTION jalon.check_rename(p_contract record, p_name text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_old jalon.territory_name;
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  SELECT * INTO v_old FROM jalon.territory_name n
  WHERE n.contract_id = p_contract.id AND n.kind = 'name' AND n.valid_to IS NULL
    AND n.known_to IS NULL;
  IF p_name = v_old.value THEN
    PERFORM jalon.refuse('JA001', 'already_named', jsonb_build_object(
      'code', (p_contract.subject).code, 'name', p_name));
  END IF;
  PERFORM jalon.refuse_early(p_contract, p_on, v_old.valid_from + 1);
END
$$;

-- The name borne from a day on; the old one stays, up to that day.
CREATE OR REPLACE FUNCTION jalon.put_name(
  p_contract uuid, p_name text, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.territory_name
  SET valid_to = p_from, end_entry_id = p_entry, end_known_from = p_known
  WHERE contract_id = p_contract AND kind = 'name' AND valid_to IS NULL AND known_to IS NULL;
  INSERT INTO jalon.territory_name (contract_id, kind, value, valid_from, entry_id, known_from)
  VALUES (p_contract, 'name', p_name, p_from, p_entry, p_known);
END
$$;

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
  PERFORM jalon.check_rename(c, v_name, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'rename', '{"name":' || to_json(v_old.value) || '}',
    '{"name":' || to_json(v_name) || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_name(c.id, v_name, d.counts_from, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- An alias of a leaf as its row has it: a name besides the one borne is an alias.
CREATE OR REPLACE FUNCTION jalon.alias_kind(p_alias jsonb) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE p_alias ->> 'kind' WHEN 'name' THEN 'alias' ELSE p_alias ->> 'kind' END $$;

CREATE OR REPLACE FUNCTION jalon.check_alias(p_contract record, p_alias jsonb, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  IF EXISTS (SELECT FROM jalon.territory_name n
             WHERE n.contract_id = p_contract.id AND n.kind = jalon.alias_kind(p_alias)
               AND n.value = p_alias ->> 'value' AND n.known_to IS NULL) THEN
    PERFORM jalon.refuse('JA001', 'alias_there', jsonb_build_object(
      'code', (p_contract.subject).code, 'value', p_alias ->> 'value'));
  END IF;
  PERFORM jalon.refuse_early(p_contract, p_on, jalon.first_day(p_contract.id));
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_aliases(
  p_contract uuid, p_aliases jsonb, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.territory_name
    (contract_id, kind, value, issuer, as_of_year, valid_from, entry_id, known_from)
  SELECT p_contract, jalon.alias_kind(a), a ->> 'value', a ->> 'issuer',
         (a ->> 'as_of_year')::integer, p_from, p_entry, p_known
  FROM jsonb_array_elements(p_aliases) a;
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
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_alias(c, v_alias, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'alias', NULL,
    audit.canonical(v_alias || jsonb_build_object('note', audit.sealed(v_note)::jsonb)),
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_aliases(c.id, jsonb_build_array(v_alias), d.counts_from, v_head.entry_id,
                            v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_members(
  p_contract uuid, p_members jsonb, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.member (contract_id, siren, name, kind, insee, departement, region, valid_from,
                            entry_id, known_from)
  SELECT p_contract, m ->> 'siren', m ->> 'name', m ->> 'kind', m ->> 'insee', m ->> 'departement',
         m ->> 'region', p_from, p_entry, p_known
  FROM jsonb_array_elements(p_members) m;
END
$$;

-- The last row of a member, as known now.
CREATE OR REPLACE FUNCTION jalon.last_member(p_contract uuid, p_siren text) RETURNS jalon.member
LANGUAGE sql STABLE
AS $$
  SELECT m FROM jalon.member m
  WHERE m.contract_id = p_contract AND m.siren = p_siren AND m.known_to IS NULL
  ORDER BY m.valid_from DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION jalon.check_member_add(p_contract record, p_siren text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_last jalon.member := jalon.last_member(p_contract.id, p_siren);
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  IF v_last.siren IS NOT NULL AND v_last.valid_to IS NULL THEN
    PERFORM jalon.refuse('JA001', 'member_there', jsonb_build_object(
      'code', (p_contract.subject).code, 'siren', p_siren, 'from', v_last.valid_from));
  END IF;
  PERFORM jalon.refuse_early(p_contract, p_on,
                             greatest(jalon.first_day(p_contract.id), v_last.valid_to));
END
$$;

CREATE OR REPLACE FUNCTION jalon.check_member_remove(p_contract record, p_siren text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_last jalon.member := jalon.last_member(p_contract.id, p_siren);
BEGIN
  PERFORM jalon.check_stay(p_contract, p_on);
  IF v_last.siren IS NULL THEN
    PERFORM jalon.refuse('JA005', 'member_absent', jsonb_build_object(
      'code', (p_contract.subject).code, 'siren', p_siren));
  ELSIF v_last.valid_to IS NOT NULL THEN
    PERFORM jalon.refuse('JA001', 'member_gone', jsonb_build_object(
      'code', (p_contract.subject).code, 'siren', p_siren, 'to', v_last.valid_to));
  END IF;
  PERFORM jalon.refuse_early(p_contract, p_on, v_last.valid_from + 1);
END
$$;

CREATE OR REPLACE FUNCTION jalon.end_member(
  p_contract uuid, p_siren text, p_on date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.member SET valid_to = p_on, end_entry_id = p_entry, end_known_from = p_known
  WHERE contract_id = p_contract AND siren = p_siren AND valid_to IS NULL AND known_to IS NULL;
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
  PERFORM jalon.put_members(p_contract.id, jsonb_build_array(p_member), p_when.counts_from,
                            v_head.entry_id, v_head.entry_id);
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
  PERFORM jalon.check_member_add(c, v_member ->> 'siren', d.counts_from);
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
  PERFORM jalon.check_member_remove(c, p_siren, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'member_remove', NULL,
    '{"note":' || audit.sealed(v_note) || ',"siren":' || to_json(p_siren) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.end_member(c.id, p_siren, d.counts_from, v_head.entry_id, v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
