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
  v_last record;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_cohort(c, p_cohort, p_member, d.counts_from);
  SELECT bool_or(m.valid_to IS NULL) AS is_in, max(m.valid_to) AS left_on INTO v_last
  FROM jalon.cohort_member m
  WHERE m.contract_id = c.id AND m.cohort = p_cohort AND m.member IS NOT DISTINCT FROM p_member
    AND m.known_to IS NULL;
  IF v_last.is_in THEN
    PERFORM jalon.refuse('JA001', 'cohort_joined', jsonb_build_object(
      'code', p_code, 'cohort', p_cohort));
  ELSIF d.counts_from < v_last.left_on THEN
    PERFORM jalon.refuse('JA005', 'cohort_too_early', jsonb_build_object(
      'code', p_code, 'on', d.counts_from, 'not_before', v_last.left_on, 'cohort', p_cohort));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'cohort_join', NULL,
    '{"cohort":' || to_json(p_cohort) || ',"member":'
      || coalesce(to_json(p_member)::text, 'null') || ',"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  INSERT INTO jalon.cohort_member (contract_id, cohort, member, valid_from, precision, known_from)
  VALUES (c.id, p_cohort, p_member, d.counts_from, p_precision, v_head.entry_id);
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
  v_stay jalon.cohort_member;
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
  PERFORM jalon.check_stay(c, d.counts_from);
  e := jalon.evidence(p_evidence, d.today);
  PERFORM jalon.check_cohort(c, p_cohort, NULL, d.counts_from);
  SELECT * INTO v_stay FROM jalon.cohort_member m
  WHERE m.contract_id = c.id AND m.cohort = p_cohort AND m.member IS NOT DISTINCT FROM p_member
    AND m.valid_to IS NULL AND m.known_to IS NULL;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA001', 'cohort_not_joined', jsonb_build_object(
      'code', p_code, 'cohort', p_cohort));
  ELSIF d.counts_from < v_stay.valid_from THEN
    PERFORM jalon.refuse('JA005', 'cohort_too_early', jsonb_build_object(
      'code', p_code, 'on', d.counts_from, 'not_before', v_stay.valid_from, 'cohort', p_cohort));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'cohort_leave',
    '{"cohort":' || to_json(p_cohort) || ',"member":'
      || coalesce(to_json(p_member)::text, 'null') || '}',
    '{"note":' || audit.sealed(v_note) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  UPDATE jalon.cohort_member SET valid_to = d.counts_from, end_known_from = v_head.entry_id
  WHERE contract_id = c.id AND known_from = v_stay.known_from;
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
  SELECT * INTO v_old FROM jalon.weight w
  WHERE w.contract_id = c.id AND w.weight = p_weight AND w.valid_to IS NULL AND w.known_to IS NULL;
  IF (v_old.value, v_old.as_of_year) = (v_new.value, v_new.as_of_year)
     AND v_old.counted IS NOT DISTINCT FROM v_new.counted THEN
    PERFORM jalon.refuse('JA001', 'weight_recorded', jsonb_build_object(
      'code', p_code, 'weight', p_weight, 'value', v_new.value::text,
      'year', v_new.as_of_year::text));
  ELSIF d.counts_from < v_old.valid_from THEN
    PERFORM jalon.refuse('JA005', 'weight_too_early', jsonb_build_object(
      'code', p_code, 'on', d.counts_from, 'not_before', v_old.valid_from, 'weight', p_weight));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'weigh', '{"as_of_year":' || v_old.as_of_year || ',"value":' || v_old.value || '}',
    '{"as_of_year":' || v_new.as_of_year || ',"counted":'
      || coalesce(v_new.counted::text, 'null') || ',"note":' || audit.sealed(v_note)
      || ',"value":' || v_new.value || ',"weight":' || to_json(p_weight) || '}',
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  UPDATE jalon.weight SET valid_to = d.counts_from, end_known_from = v_head.entry_id
  WHERE contract_id = c.id AND known_from = v_old.known_from;
  INSERT INTO jalon.weight (contract_id, weight, value, as_of_year, counted, valid_from, known_from)
  VALUES (c.id, p_weight, v_new.value, v_new.as_of_year, v_new.counted, d.counts_from,
          v_head.entry_id);
  RETURN jalon.close_contract(p_request, v_fingerprint, c.subject, v_head,
                              ARRAY[p_code || '#' || v_head.seq], c.state, NULL);
END
$$;
