-- Territories enter a programme.

-- Refuses what a list names twice, and a kind that there is not.
CREATE OR REPLACE FUNCTION jalon.check_lists(p_territory jsonb) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v record;
BEGIN
  SELECT l.field, l.value INTO v FROM (
    SELECT 'regions' AS field, r AS value
    FROM jsonb_array_elements_text(coalesce(p_territory -> 'regions', '[]')) r
    UNION ALL
    SELECT 'departements', d
    FROM jsonb_array_elements_text(coalesce(p_territory -> 'departements', '[]')) d
    UNION ALL
    SELECT 'members', m ->> 'siren'
    FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
    UNION ALL
    SELECT 'aliases', btrim(normalize(a ->> 'value', NFC))
    FROM jsonb_array_elements(coalesce(p_territory -> 'aliases', '[]')) a) l
  WHERE l.value IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 1;
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'listed_twice',
                         jsonb_build_object('field', v.field, 'value', v.value));
  END IF;
  SELECT k.* INTO v FROM (
    SELECT 'member' AS field, m ->> 'kind' AS value, ARRAY['EPCI', 'EPT', 'COMMUNE'] AS known
    FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
    UNION ALL
    SELECT 'alias', a ->> 'kind', ARRAY['name', 'external_code']
    FROM jsonb_array_elements(coalesce(p_territory -> 'aliases', '[]')) a) k
  WHERE NOT coalesce(k.value = ANY (k.known), false);
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_choice',
      jsonb_build_object('field', v.field, 'value', v.value, 'known', v.known));
  END IF;
  SELECT t.field INTO v FROM (
    SELECT 'member' AS field, m ->> 'name' AS value
    FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
    UNION ALL
    SELECT 'alias', a ->> 'value'
    FROM jsonb_array_elements(coalesce(p_territory -> 'aliases', '[]')) a) t
  WHERE coalesce(btrim(t.value), '') = '';
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', v.field));
  END IF;
END
$$;

-- Refuses a territory whose code, places, members or names are not right; returns it cleaned.
CREATE OR REPLACE FUNCTION jalon.clean_territory(p_programme uuid, p_territory jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_code text := p_territory ->> 'code';
  v_name text := jalon.clean('name', p_territory ->> 'name', 200);
  v_bad text;
BEGIN
  IF v_code IS NULL OR v_code !~ '^[a-z0-9][a-z0-9-]{0,39}$' THEN
    PERFORM jalon.refuse('JA005', 'bad_code',
      jsonb_build_object('field', 'code', 'value', coalesce(v_code, '')));
  ELSIF v_name IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'name'));
  ELSIF jsonb_array_length(coalesce(p_territory -> 'regions', '[]')) = 0 THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'regions'));
  END IF;
  SELECT r INTO v_bad FROM (
    SELECT jsonb_array_elements_text(p_territory -> 'regions')
    UNION ALL
    SELECT m ->> 'region'
    FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
    WHERE jalon.siren_ok(m ->> 'siren')) g (r)
  WHERE NOT EXISTS (SELECT FROM jalon.region g WHERE g.programme_id = p_programme AND g.code = r);
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_region', jsonb_build_object('region', v_bad));
  END IF;
  SELECT d INTO v_bad FROM (
    SELECT jsonb_array_elements_text(coalesce(p_territory -> 'departements', '[]'))
    UNION ALL
    SELECT m ->> 'departement'
    FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
    WHERE jalon.siren_ok(m ->> 'siren')) g (d)
  WHERE NOT EXISTS (SELECT FROM jalon.departement g
                    WHERE g.programme_id = p_programme AND g.code = d);
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'unknown_departement', jsonb_build_object('departement', v_bad));
  END IF;
  SELECT m ->> 'siren' INTO v_bad
  FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m
  WHERE NOT coalesce(jalon.siren_ok(m ->> 'siren'), false);
  IF FOUND THEN
    PERFORM jalon.refuse('JA005', 'bad_siren', jsonb_build_object('siren', v_bad));
  END IF;
  PERFORM jalon.check_lists(p_territory);
  RETURN jsonb_build_object(
    'code', v_code, 'name', v_name, 'regions', p_territory -> 'regions',
    'departements', coalesce(p_territory -> 'departements', '[]'),
    'members', coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'siren', m ->> 'siren', 'name', jalon.clean('member', m ->> 'name', 200),
        'kind', m ->> 'kind', 'insee', nullif(m ->> 'insee', ''),
        'departement', m ->> 'departement', 'region', m ->> 'region') ORDER BY m ->> 'siren')
      FROM jsonb_array_elements(coalesce(p_territory -> 'members', '[]')) m), '[]'),
    'aliases', coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'kind', a ->> 'kind', 'value', jalon.clean('alias', a ->> 'value', 200),
        'issuer', jalon.clean('issuer', a ->> 'issuer', 200),
        'as_of_year', (a ->> 'as_of_year')::integer) ORDER BY ordinality)
      FROM jsonb_array_elements(coalesce(p_territory -> 'aliases', '[]')) WITH ORDINALITY t (a)),
      '[]'));
END
$$;

-- The rows of a territory that entered with journal entry p_entry.
CREATE OR REPLACE FUNCTION jalon.store_territory(
  p_contract uuid, p_territory jsonb, p_entry bigint, p_from date)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.territory_name
    (contract_id, kind, value, issuer, as_of_year, valid_from, known_from)
  VALUES (p_contract, 'name', p_territory ->> 'name', NULL, NULL, p_from, p_entry);
  INSERT INTO jalon.territory_name
    (contract_id, kind, value, issuer, as_of_year, valid_from, known_from)
  SELECT p_contract, CASE a ->> 'kind' WHEN 'name' THEN 'alias' ELSE a ->> 'kind' END,
         a ->> 'value', a ->> 'issuer', (a ->> 'as_of_year')::integer, p_from, p_entry
  FROM jsonb_array_elements(p_territory -> 'aliases') a;
  INSERT INTO jalon.territory_region
  SELECT p_contract, ordinality, r
  FROM jsonb_array_elements_text(p_territory -> 'regions') WITH ORDINALITY t (r);
  INSERT INTO jalon.territory_departement
  SELECT p_contract, jsonb_array_elements_text(p_territory -> 'departements');
  INSERT INTO jalon.member
    (contract_id, siren, name, kind, insee, departement, region, valid_from, known_from)
  SELECT p_contract, m ->> 'siren', m ->> 'name', m ->> 'kind', m ->> 'insee', m ->> 'departement',
         m ->> 'region', p_from, p_entry
  FROM jsonb_array_elements(p_territory -> 'members') m;
END
$$;

-- A territory enters the programme on a day; its contract starts in the initial state. An entry
-- known only as `before` is no lower bound for other steps, so its state and names reach back to
-- the programme's start.
CREATE OR REPLACE FUNCTION jalon.territory_add(
  p_request uuid, p_programme text, p_territory jsonb, p_on date, p_precision text,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'territory_add', p_programme, p_territory, p_on, p_precision, p_evidence));
  v_programme jalon.programme;
  v_subject audit.subject;
  v_head audit.head;
  v_territory jsonb;
  v_from date;
  v_note text;
  v_receipt jsonb;
  d record;
  e record;
BEGIN
  -- A new revision is applied under a stronger lock of this row.
  SELECT * INTO v_programme FROM jalon.programme WHERE code = p_programme FOR KEY SHARE;
  IF NOT FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_programme',
                         jsonb_build_object('programme', p_programme));
  END IF;
  v_receipt := jalon.answered(p_request, v_fingerprint);
  IF v_receipt IS NOT NULL THEN
    RETURN v_receipt;
  END IF;
  v_territory := jalon.clean_territory(v_programme.id, p_territory);
  IF EXISTS (SELECT FROM jalon.contract c
             WHERE c.programme_id = v_programme.id AND c.code = v_territory ->> 'code') THEN
    PERFORM jalon.refuse('JA001', 'territory_exists',
                         jsonb_build_object('code', v_territory ->> 'code'));
  END IF;
  d := jalon.when_of(p_on, p_precision, v_programme.timezone, v_programme.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  v_from := CASE p_precision WHEN 'before' THEN v_programme.starts_on ELSE d.counts_from END;
  v_subject := ROW(gen_random_uuid(), 'territory', p_programme, v_territory ->> 'code',
                   v_programme.revision)::audit.subject;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(v_subject, NULL, p_request, ROW(
    'enter', NULL,
    audit.canonical(v_territory || jsonb_build_object('programme', p_programme,
      'state', v_programme.initial_state, 'note', audit.sealed(v_note)::jsonb)),
    ARRAY[v_note], d.valid, p_precision, e.certainty, e.learned, e.reason, e.source, e.batch,
    NULL)::audit.fact);
  INSERT INTO jalon.contract
  VALUES (v_subject.id, v_programme.id, v_subject.code, v_territory #>> '{regions,0}',
          v_programme.initial_state, NULL, v_from, v_head.seq, v_head.hash, v_head.recorded);
  INSERT INTO jalon.state_interval (contract_id, known_from, state, valid_from)
  VALUES (v_subject.id, v_head.entry_id, v_programme.initial_state, v_from);
  INSERT INTO jalon.scope (contract_id, known_from, valid_from, precision)
  VALUES (v_subject.id, v_head.entry_id, d.counts_from, p_precision);
  PERFORM jalon.store_territory(v_subject.id, v_territory, v_head.entry_id, v_from);
  RETURN jalon.close_contract(p_request, v_fingerprint, v_subject, v_head,
    ARRAY[v_subject.code || '#1'], v_programme.initial_state, NULL);
END
$$;
