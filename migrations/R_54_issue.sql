-- Issued reports: a week's report as it was handed out. The files are kept as documents are, and an
-- entry of the programme's journal holds their hashes and what was known.

-- The entries that a report can show, of those up to p_known; null: of all. Issues and what became of
-- their mails, holds, erasures and epochs are none of these, so that they do not make the next report another.
CREATE OR REPLACE FUNCTION jalon.entries_shown(p_programme text, p_known bigint)
RETURNS TABLE (entry_id bigint, entry text)
LANGUAGE sql STABLE
AS $$
  SELECT h.entry_id, h.code || '#' || h.seq FROM audit.history h
  WHERE h.programme = p_programme AND h.event NOT IN ('report', 'deliver', 'delivered', 'hold', 'erase', 'epoch')
    AND (p_known IS NULL OR h.entry_id <= p_known)
$$;

-- The last of them.
CREATE OR REPLACE FUNCTION jalon.last_shown(
  p_programme text, p_known bigint, OUT entry_id bigint, OUT entry text)
LANGUAGE sql STABLE
AS $$
  SELECT s.entry_id, s.entry FROM jalon.entries_shown(p_programme, p_known) s
  ORDER BY s.entry_id DESC LIMIT 1
$$;

-- Where a programme's books stand: the last entry that a report can show, and how many there are.
CREATE OR REPLACE FUNCTION jalon.issue_head(
  p_programme text, OUT entry_id bigint, OUT entry text, OUT n bigint)
LANGUAGE sql STABLE
AS $$
  SELECT l.entry_id, l.entry, c.n
  FROM jalon.last_shown(p_programme, NULL) l
  CROSS JOIN (SELECT count(*) AS n FROM jalon.entries_shown(p_programme, NULL)) c
$$;

-- The checkpoint that the report of a week shows when it is made of the books up to p_known: the one
-- that was the last when it was first issued by them. No row: it never was; null: none was signed.
CREATE OR REPLACE FUNCTION jalon.issue_checkpoint(
  p_programme text, p_kind text, p_week text, p_known bigint)
RETURNS TABLE (checkpoint bigint)
LANGUAGE sql STABLE
AS $$
  SELECT (i.after ->> 'checkpoint')::bigint
  FROM (SELECT h.seq, h.leaf::jsonb -> 'after' AS after
        FROM jalon.programme p
        JOIN audit.history h ON h.subject = p.id AND h.event = 'report'
        WHERE p.code = p_programme OFFSET 0) i
  WHERE i.after ->> 'kind' = p_kind AND i.after ->> 'week' = p_week
    AND i.after ->> 'known' = (SELECT l.entry FROM jalon.last_shown(p_programme, p_known) l)
  ORDER BY i.seq LIMIT 1
$$;

-- Each file that was issued, in journal order. An entry or a file that does not say what it is of is
-- left out: `check` tells of it.
CREATE OR REPLACE FUNCTION jalon.issued_files()
RETURNS TABLE (programme_id uuid, entry_id bigint, entry text, kind text, week text, as_of date,
               known text, format text, lang text, sha256 text, size integer)
LANGUAGE sql STABLE
AS $$
  SELECT p.id, h.entry_id, h.code || '#' || h.seq, l.after ->> 'kind', l.after ->> 'week',
         (l.after ->> 'as_of')::date, l.after ->> 'known', f.file ->> 'format', f.file ->> 'lang',
         f.file ->> 'sha256', (f.file ->> 'size')::integer
  FROM jalon.programme p
  JOIN audit.history h ON h.subject = p.id AND h.event = 'report'
  CROSS JOIN LATERAL (SELECT h.leaf::jsonb -> 'after' AS after OFFSET 0) l
  CROSS JOIN LATERAL jsonb_array_elements(l.after -> 'files') WITH ORDINALITY f (file, n)
  WHERE l.after ->> 'week' IS NOT NULL AND l.after ->> 'known' IS NOT NULL
    AND f.file ->> 'format' IS NOT NULL AND f.file ->> 'sha256' IS NOT NULL
  ORDER BY h.entry_id, f.n
$$;

-- Keeps the files of a report, objects with format, lang and content (hexadecimal); gives what the
-- journal holds of them.
CREATE OR REPLACE FUNCTION jalon.keep_report(p_files jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_files jsonb := '[]';
  v_file jsonb;
BEGIN
  FOR v_file IN SELECT f FROM jsonb_array_elements(p_files) f
                ORDER BY f ->> 'format', f ->> 'lang' LOOP
    v_files := v_files || (jalon.keep_file(decode(v_file ->> 'content', 'hex'))
      || jsonb_build_object('format', v_file -> 'format', 'lang', v_file -> 'lang'));
  END LOOP;
  RETURN v_files;
END
$$;

-- Issues a report: p_report has kind, week, as_of, known and n of jalon.issue_head() by which its
-- files were made, and the size of the checkpoint that they show (null: none). While it runs nobody
-- writes in the programme: the books are those, and no entry with a lower id can still come. Conflict
-- (JA001): they moved on meanwhile, or the week was just issued by them with another checkpoint, and
-- the files are to be made anew; or the week was issued with other content and p_again does not say
-- that it is meant. The same content again changes nothing, nor do some of its files (a PDF is made
-- only where there is a compiler): the answer is the entry that there is.
CREATE OR REPLACE FUNCTION jalon.report_issue(
  p_request uuid, p_programme text, p_report jsonb, p_files jsonb, p_again boolean,
  p_evidence jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_fingerprint bytea := jalon.fingerprint(jsonb_build_array(
    'report_issue', p_programme, p_report -> 'kind', p_report -> 'week', p_again, p_evidence)
    || CASE WHEN p_files @> '[{"format": "pdf"}]' THEN '["pdf"]' ELSE '[]' END::jsonb);
  v_files jsonb;
  v_note text;
  v_head audit.head;
  c record;
  e record;
  o record;
  s record;
BEGIN
  c := jalon.open_programme(p_request, v_fingerprint, p_programme, true);
  IF c.receipt IS NOT NULL THEN
    RETURN c.receipt;
  END IF;
  s := jalon.issue_head(p_programme);
  IF (s.entry_id, s.n) IS DISTINCT FROM ((p_report ->> 'known')::bigint, (p_report ->> 'n')::bigint)
    OR EXISTS (
      SELECT FROM jalon.issue_checkpoint(p_programme, p_report ->> 'kind', p_report ->> 'week', NULL) i
      WHERE i.checkpoint IS DISTINCT FROM (p_report ->> 'checkpoint')::bigint)
    OR NOT EXISTS (
      SELECT FROM audit.checkpoint k WHERE k.size = (p_report ->> 'checkpoint')::bigint
      UNION ALL SELECT WHERE p_report ->> 'checkpoint' IS NULL)
  THEN
    PERFORM jalon.refuse('JA001', 'books_moved', jsonb_build_object('entry', s.entry));
  END IF;
  e := jalon.evidence(p_evidence, jalon.today(c.timezone));
  v_files := jalon.keep_report(p_files);
  SELECT h.code || '#' || h.seq AS entry, h.recorded, h.leaf::jsonb #> '{after,files}' AS files INTO o
  FROM audit.history h
  WHERE h.subject = c.id AND h.event = 'report'
    AND h.leaf::jsonb #>> '{after,kind}' = p_report ->> 'kind'
    AND h.leaf::jsonb #>> '{after,week}' = p_report ->> 'week'
  ORDER BY h.seq DESC LIMIT 1;
  IF o.files @> v_files THEN
    RETURN jsonb_build_object('code', p_programme, 'entries', ARRAY[o.entry], 'state', NULL,
      'recorded', audit.utc(o.recorded), 'replayed', true);
  ELSIF o.entry IS NOT NULL AND NOT p_again THEN
    PERFORM jalon.refuse('JA001', 'report_issued', jsonb_build_object(
      'week', p_report ->> 'week', 'entry', o.entry,
      'on', (o.recorded AT TIME ZONE c.timezone)::date));
  ELSIF o.entry IS NOT NULL AND e.reason IS NULL THEN
    PERFORM jalon.refuse('JA005', 'reissue_reason', jsonb_build_object(
      'week', p_report ->> 'week'));
  END IF;
  v_note := audit.disclosure('note', e.note);
  v_head := audit.append(c.subject, c.head, p_request, ROW(
    'report', NULL, audit.canonical(jsonb_build_object(
      'as_of', p_report -> 'as_of', 'checkpoint', (p_report ->> 'checkpoint')::bigint,
      'files', v_files, 'kind', p_report -> 'kind', 'known', s.entry,
      'note', audit.sealed(v_note)::jsonb, 'week', p_report -> 'week')),
    ARRAY[v_note], jalon.today(c.timezone), 'day', e.certainty, e.learned, e.reason, e.source,
    e.batch, NULL)::audit.fact);
  RETURN jalon.close_programme(p_request, v_fingerprint, c.subject, v_head,
                               ARRAY[p_programme || '#' || v_head.seq], '{}');
END
$$;

GRANT EXECUTE ON FUNCTION jalon.entries_shown(text, bigint), jalon.last_shown(text, bigint),
  jalon.issue_head(text),
  jalon.issue_checkpoint(text, text, text, bigint), jalon.issued_files() TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.report_issue(uuid, text, jsonb, jsonb, boolean, jsonb) TO jalon_recorder;
