-- Territories join and leave cohorts, and are given weights.

-- The cohort must be declared, the member one of the territory on that day.
CREATE OR REPLACE FUNCTION jalon.check_cohort(
  p_contract record, p_cohort text, p_member text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM FROM jalon.cohort_def f
  WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
    AND f.code = p_cohort;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_cohort', jsonb_build_object(
      'cohort', p_cohort, 'known', ARRAY(
        SELECT f.code FROM jalon.cohort_def f
        WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
        ORDER BY 1)));
  ELSIF p_member IS NOT NULL AND NOT EXISTS (
      SELECT FROM jalon.member m
      WHERE m.contract_id = p_contract.id AND m.siren = p_member AND m.known_to IS NULL
        AND m.valid_from <= p_on AND (m.valid_to IS NULL OR m.valid_to > p_on)) THEN
    PERFORM jalon.refuse('JA005', 'not_a_member', jsonb_build_object(
      'code', (p_contract.subject).code, 'siren', p_member, 'on', p_on));
  END IF;
END
$$;

-- May it join on that day? p_member null: as a whole.
CREATE OR REPLACE FUNCTION jalon.check_cohort_join(
  p_contract record, p_cohort text, p_member text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_last record;
BEGIN
  PERFORM jalon.check_cohort(p_contract, p_cohort, p_member, p_on);
  SELECT bool_or(m.valid_to IS NULL) AS is_in, max(m.valid_to) AS left_on INTO v_last
  FROM jalon.cohort_member m
  WHERE m.contract_id = p_contract.id AND m.cohort = p_cohort
    AND m.member IS NOT DISTINCT FROM p_member AND m.known_to IS NULL;
  IF v_last.is_in THEN
    PERFORM jalon.refuse('JA001', 'cohort_joined', jsonb_build_object(
      'code', (p_contract.subject).code, 'cohort', p_cohort));
  ELSIF p_on < v_last.left_on THEN
    PERFORM jalon.refuse('JA005', 'cohort_too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', v_last.left_on,
      'cohort', p_cohort));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_cohort(
  p_contract uuid, p_after jsonb, p_precision text, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.cohort_member (contract_id, cohort, member, valid_from, precision, entry_id,
                                   known_from)
  VALUES (p_contract, p_after ->> 'cohort', p_after ->> 'member', p_from, p_precision, p_entry,
          p_known);
END
$$;

-- May it leave on that day?
CREATE OR REPLACE FUNCTION jalon.check_cohort_leave(
  p_contract record, p_cohort text, p_member text, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_stay jalon.cohort_member;
BEGIN
  PERFORM jalon.check_cohort(p_contract, p_cohort, NULL, p_on);
  SELECT * INTO v_stay FROM jalon.cohort_member m
  WHERE m.contract_id = p_contract.id AND m.cohort = p_cohort
    AND m.member IS NOT DISTINCT FROM p_member AND m.valid_to IS NULL AND m.known_to IS NULL;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA001', 'cohort_not_joined', jsonb_build_object(
      'code', (p_contract.subject).code, 'cohort', p_cohort));
  ELSIF p_on < v_stay.valid_from THEN
    PERFORM jalon.refuse('JA005', 'cohort_too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', v_stay.valid_from,
      'cohort', p_cohort));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.end_cohort(
  p_contract uuid, p_before jsonb, p_on date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.cohort_member SET valid_to = p_on, end_entry_id = p_entry, end_known_from = p_known
  WHERE contract_id = p_contract AND cohort = p_before ->> 'cohort'
    AND member IS NOT DISTINCT FROM p_before ->> 'member' AND valid_to IS NULL
    AND known_to IS NULL;
END
$$;

-- From a day on the territory is in a cohort, as a whole (p_member null) or by one of its members.
-- Conflict (JA001) when it is already.
CREATE OR REPLACE FUNCTION jalon.cohort_join(
  p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'cohort_join', p_programme, p_code, p_cohort, p_member, p_on, p_precision, p_evidence));
  v_note text;
  v_after text;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_cohort_join(c, p_cohort, p_member, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := '{"cohort":' || to_json(p_cohort) || ',"member":'
    || coalesce(to_json(p_member)::text, 'null') || ',"note":' || audit.sealed(v_note) || '}';
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'cohort_join', NULL, v_after,
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_cohort(c.id, v_after::jsonb, p_precision, d.counts_from, v_head.entry_id,
                           v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- From a day on the territory, or its member, is in the cohort no more. Conflict (JA001) when it is
-- not in it.
CREATE OR REPLACE FUNCTION jalon.cohort_leave(
  p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'cohort_leave', p_programme, p_code, p_cohort, p_member, p_on, p_precision, p_evidence));
  v_note text;
  v_before text;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_cohort_leave(c, p_cohort, p_member, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_before := '{"cohort":' || to_json(p_cohort) || ',"member":'
    || coalesce(to_json(p_member)::text, 'null') || '}';
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'cohort_leave', v_before,
    '{"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.end_cohort(c.id, v_before::jsonb, d.counts_from, v_head.entry_id,
                           v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;

-- The weight must be declared, its figure a whole one of a year: leaves take no fractions.
CREATE OR REPLACE FUNCTION jalon.check_weight(p_contract record, p_weight text, p_figure jsonb)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  PERFORM FROM jalon.weight_def f
  WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
    AND f.code = p_weight;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_weight', jsonb_build_object(
      'weight', p_weight, 'known', ARRAY(
        SELECT f.code FROM jalon.weight_def f
        WHERE f.programme_id = p_contract.programme_id AND f.revision = p_contract.revision
        ORDER BY 1)));
  ELSIF NOT coalesce(p_figure ->> 'value' ~ '^[0-9]{1,12}$', false) THEN
    PERFORM jalon.refuse('JA005', 'bad_weight',
                         jsonb_build_object('value', coalesce(p_figure ->> 'value', '')));
  ELSIF NOT coalesce(p_figure ->> 'as_of_year' ~ '^(19|20)[0-9]{2}$', false) THEN
    PERFORM jalon.refuse('JA005', 'bad_year',
                         jsonb_build_object('year', coalesce(p_figure ->> 'as_of_year', '')));
  ELSIF NOT coalesce(p_figure ->> 'counted' ~ '^[1-9][0-9]{0,3}$', true) THEN
    PERFORM jalon.refuse('JA005', 'bad_counted',
                         jsonb_build_object('counted', p_figure ->> 'counted'));
  END IF;
END
$$;

-- A figure that is not the one in force, from a later day on.
CREATE OR REPLACE FUNCTION jalon.check_weigh(
  p_contract record, p_weight text, p_figure jsonb, p_on date)
RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_old jalon.weight := jalon.weight_in_force(p_contract.id, p_weight);
BEGIN
  IF (v_old.value, v_old.as_of_year)
       = ((p_figure ->> 'value')::bigint, (p_figure ->> 'as_of_year')::integer)
     AND v_old.counted IS NOT DISTINCT FROM (p_figure ->> 'counted')::integer THEN
    PERFORM jalon.refuse('JA001', 'weight_recorded', jsonb_build_object(
      'code', (p_contract.subject).code, 'weight', p_weight, 'value', v_old.value::text,
      'year', v_old.as_of_year::text));
  ELSIF p_on < v_old.valid_from THEN
    PERFORM jalon.refuse('JA005', 'weight_too_early', jsonb_build_object(
      'code', (p_contract.subject).code, 'on', p_on, 'not_before', v_old.valid_from,
      'weight', p_weight));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION jalon.weight_in_force(p_contract uuid, p_weight text)
RETURNS jalon.weight
LANGUAGE sql STABLE
AS $$
  SELECT w FROM jalon.weight w
  WHERE w.contract_id = p_contract AND w.weight = p_weight AND w.valid_to IS NULL
    AND w.known_to IS NULL
$$;

CREATE OR REPLACE FUNCTION jalon.put_weight(
  p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE jalon.weight SET valid_to = p_from, end_entry_id = p_entry, end_known_from = p_known
  WHERE contract_id = p_contract AND weight = p_after ->> 'weight' AND valid_to IS NULL
    AND known_to IS NULL;
  INSERT INTO jalon.weight (contract_id, weight, value, as_of_year, counted, valid_from, entry_id,
                            known_from)
  VALUES (p_contract, p_after ->> 'weight', (p_after ->> 'value')::bigint,
          (p_after ->> 'as_of_year')::integer, (p_after ->> 'counted')::integer, p_from, p_entry,
          p_known);
END
$$;

-- What a territory counts for from a day on. p_figure: {"value", "as_of_year", "counted"}. Conflict
-- (JA001) when the same figure is in force.
CREATE OR REPLACE FUNCTION jalon.weigh(
  p_request uuid, p_programme text, p_code text, p_weight text, p_figure jsonb, p_on date,
  p_precision text, p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'weigh', p_programme, p_code, p_weight, p_figure, p_on, p_precision, p_evidence));
  v_old jalon.weight;
  v_new jalon.weight;
  v_note text;
  v_after text;
  v_head audit.head;
  c record;
  d record;
  e record;
BEGIN
  c := jalon.open_contract(p_request, v_fingerprint, p_programme, p_code);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  PERFORM jalon.check_weight(c, p_weight, p_figure);
  d := jalon.when_of(p_on, p_precision, c.timezone, c.starts_on);
  PERFORM jalon.check_stay(c, d.counts_from);
  e := jalon.evidence(p_evidence, d.today);
  v_new := jsonb_populate_record(NULL::jalon.weight, p_figure);
  v_old := jalon.weight_in_force(c.id, p_weight);
  PERFORM jalon.check_weigh(c, p_weight, p_figure, d.counts_from);
  v_note := audit.disclosure('note', e.note);
  v_after := '{"as_of_year":' || v_new.as_of_year || ',"counted":'
    || coalesce(v_new.counted::text, 'null') || ',"note":' || audit.sealed(v_note)
    || ',"value":' || v_new.value || ',"weight":' || to_json(p_weight) || '}';
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'weigh', '{"as_of_year":' || v_old.as_of_year || ',"value":' || v_old.value || '}', v_after,
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  PERFORM jalon.put_weight(c.id, v_after::jsonb, d.counts_from, v_head.entry_id,
                           v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
