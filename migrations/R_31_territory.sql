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
    SELECT 'predecessors', q
    FROM jsonb_array_elements_text(coalesce(p_territory -> 'predecessors', '[]')) q
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

-- The state in which a territory enters: the initial one. One that succeeds others may enter in any
-- state that signatures do not bring about.
CREATE OR REPLACE FUNCTION jalon.entry_state(p_programme jalon.programme, p_territory jsonb)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_state text := coalesce(p_territory ->> 'state', p_programme.initial_state);
  v_allowed text[] := ARRAY(
    SELECT s.code FROM jalon.state_def s
    WHERE s.programme_id = p_programme.id AND s.revision = p_programme.revision
      AND (s.code = p_programme.initial_state
           OR jsonb_array_length(coalesce(p_territory -> 'predecessors', '[]')) > 0
           AND NOT EXISTS (SELECT FROM jalon.transition_edge t
                           WHERE t.programme_id = s.programme_id AND t.revision = s.revision
                             AND t.to_state = s.code AND t.derived))
    ORDER BY s.position);
BEGIN
  IF NOT v_state = ANY (v_allowed) THEN
    PERFORM jalon.refuse('JA005', 'entry_state', jsonb_build_object(
      'code', p_territory ->> 'code', 'state', v_state, 'allowed', v_allowed));
  END IF;
  RETURN v_state;
END
$$;

-- Predecessors are territories of the programme. A leaf without them has no such member.
CREATE OR REPLACE FUNCTION jalon.clean_predecessors(p_programme uuid, p_territory jsonb)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_codes text[] := ARRAY(
    SELECT q FROM jsonb_array_elements_text(coalesce(p_territory -> 'predecessors', '[]')) q
    ORDER BY q COLLATE "C");
  v_absent text;
BEGIN
  SELECT q INTO v_absent FROM unnest(v_codes) q
  WHERE NOT EXISTS (SELECT FROM jalon.contract c WHERE c.programme_id = p_programme AND c.code = q);
  IF FOUND THEN
    PERFORM jalon.refuse('JA004', 'unknown_territory', jsonb_build_object('code', v_absent));
  END IF;
  RETURN CASE WHEN v_codes = '{}' THEN '{}'
              ELSE jsonb_build_object('predecessors', v_codes) END;
END
$$;

-- Refuses places that the programme does not declare, members that do not exist, and what
-- check_lists refuses.
CREATE OR REPLACE FUNCTION jalon.check_parts(p_programme uuid, p_territory jsonb) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_bad text;
BEGIN
  SELECT r INTO v_bad FROM (
    SELECT jsonb_array_elements_text(coalesce(p_territory -> 'regions', '[]'))
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
END
$$;

CREATE OR REPLACE FUNCTION jalon.clean_members(p_members jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'siren', m ->> 'siren', 'name', jalon.clean('member', m ->> 'name', 200),
    'kind', m ->> 'kind', 'insee', nullif(m ->> 'insee', ''),
    'departement', m ->> 'departement', 'region', m ->> 'region') ORDER BY m ->> 'siren'), '[]')
  FROM jsonb_array_elements(coalesce(p_members, '[]')) m
$$;

CREATE OR REPLACE FUNCTION jalon.clean_alias(p_alias jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
  SELECT jsonb_build_object(
    'kind', p_alias ->> 'kind', 'value', jalon.clean('alias', p_alias ->> 'value', 200),
    'issuer', jalon.clean('issuer', p_alias ->> 'issuer', 200),
    'as_of_year', (p_alias ->> 'as_of_year')::integer)
$$;

-- Refuses a territory whose code, places, members or names are not right; returns it cleaned.
CREATE OR REPLACE FUNCTION jalon.clean_territory(p_programme uuid, p_territory jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_code text := p_territory ->> 'code';
  v_name text := jalon.clean('name', p_territory ->> 'name', 200);
BEGIN
  IF v_code IS NULL OR v_code !~ '^[a-z0-9][a-z0-9-]{0,39}$' THEN
    PERFORM jalon.refuse('JA005', 'bad_code',
      jsonb_build_object('field', 'code', 'value', coalesce(v_code, '')));
  ELSIF v_name IS NULL THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'name'));
  ELSIF jsonb_array_length(coalesce(p_territory -> 'regions', '[]')) = 0 THEN
    PERFORM jalon.refuse('JA005', 'text_missing', jsonb_build_object('field', 'regions'));
  END IF;
  PERFORM jalon.check_parts(p_programme, p_territory);
  RETURN jsonb_build_object(
    'code', v_code, 'name', v_name, 'regions', p_territory -> 'regions',
    'departements', coalesce(p_territory -> 'departements', '[]'),
    'members', jalon.clean_members(p_territory -> 'members'),
    'aliases', coalesce((
      SELECT jsonb_agg(jalon.clean_alias(a) ORDER BY ordinality)
      FROM jsonb_array_elements(coalesce(p_territory -> 'aliases', '[]')) WITH ORDINALITY t (a)),
      '[]')) || jalon.clean_predecessors(p_programme, p_territory);
END
$$;

-- The day from which the state and the names of a territory that enters are known: an entry known
-- only as `before` is no lower bound for other steps, so they reach back to the programme's start.
CREATE OR REPLACE FUNCTION jalon.entry_from(p_starts_on date, p_precision text, p_counts_from date)
RETURNS date
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE p_precision WHEN 'before' THEN p_starts_on ELSE p_counts_from END $$;

-- The dated rows of a territory that entered, as its leaf says.
CREATE OR REPLACE FUNCTION jalon.put_territory(
  p_contract uuid, p_after jsonb, p_precision text, p_from date, p_counts_from date,
  p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM jalon.put_state(p_contract, p_after ->> 'state', p_from, p_entry, p_known);
  INSERT INTO jalon.scope (contract_id, entry_id, known_from, valid_from, precision)
  VALUES (p_contract, p_entry, p_known, p_counts_from, p_precision);
  PERFORM jalon.put_name(p_contract, p_after ->> 'name', p_from, p_entry, p_known);
  PERFORM jalon.put_aliases(p_contract, p_after -> 'aliases', p_from, p_entry, p_known);
  PERFORM jalon.put_members(p_contract, p_after -> 'members', p_from, p_entry, p_known);
  PERFORM jalon.put_links(p_contract, 'predecessor', p_after -> 'predecessors', p_counts_from,
                          p_entry, p_known);
END
$$;

CREATE OR REPLACE FUNCTION jalon.put_links(
  p_contract uuid, p_kind text, p_codes jsonb, p_from date, p_entry bigint, p_known bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO jalon.territory_link (contract_id, kind, code, valid_from, entry_id, known_from)
  SELECT p_contract, p_kind, q, p_from, p_entry, p_known
  FROM jsonb_array_elements_text(p_codes) q;
END
$$;

-- A territory enters the programme; its contract starts. The caller holds the programme's row.
CREATE OR REPLACE FUNCTION jalon.enter_territory(
  p_request uuid, p_programme jalon.programme, p_territory jsonb, p_precision text, p_when record,
  p_evidence record, OUT subject audit.subject, OUT head audit.head, OUT state text)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_territory jsonb := jalon.clean_territory(p_programme.id, p_territory);
  v_from date := jalon.entry_from(p_programme.starts_on, p_precision, p_when.counts_from);
  v_note text := audit.disclosure('note', p_evidence.note);
  v_after jsonb;
BEGIN
  IF EXISTS (SELECT FROM jalon.contract c
             WHERE c.programme_id = p_programme.id AND c.code = v_territory ->> 'code') THEN
    PERFORM jalon.refuse('JA001', 'territory_exists',
                         jsonb_build_object('code', v_territory ->> 'code'));
  END IF;
  state := jalon.entry_state(p_programme, p_territory);
  subject := ROW(gen_random_uuid(), 'territory', p_programme.code, v_territory ->> 'code',
                 p_programme.revision)::audit.subject;
  v_after := v_territory || jsonb_build_object('programme', p_programme.code, 'state', state,
                                               'note', audit.sealed(v_note)::jsonb);
  head := audit.append(subject, NULL, p_request, ROW(
    'enter', NULL, audit.canonical(v_after), ARRAY[v_note], p_when.valid, p_precision, p_evidence.certainty, p_evidence.learned,
    p_evidence.reason, p_evidence.source, p_evidence.batch, NULL)::audit.fact);
  INSERT INTO jalon.contract
  VALUES (subject.id, p_programme.id, subject.code, v_territory #>> '{regions,0}', state, NULL,
          v_from, head.seq, head.hash, head.recorded);
  INSERT INTO jalon.territory_region
  SELECT subject.id, ordinality, r
  FROM jsonb_array_elements_text(v_territory -> 'regions') WITH ORDINALITY t (r);
  INSERT INTO jalon.territory_departement
  SELECT subject.id, jsonb_array_elements_text(v_territory -> 'departements');
  PERFORM jalon.put_territory(subject.id, v_after, p_precision, v_from, p_when.counts_from,
                              head.entry_id, head.entry_id);
END
$$;

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
  v_receipt jsonb;
  d record;
  e record;
  entered record;
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
  d := jalon.when_of(p_on, p_precision, v_programme.timezone, v_programme.starts_on);
  e := jalon.evidence(p_evidence, d.today);
  entered := jalon.enter_territory(p_request, v_programme, p_territory, p_precision, d, e);
  RETURN jalon.close_contract(p_request, v_fingerprint, entered.subject, entered.head,
    ARRAY[(entered.subject).code || '#1'], entered.state, NULL);
END
$$;
