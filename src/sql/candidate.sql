-- What a word of the command line may become.

-- name: candidates :many
-- Values of one kind with their label, of one programme or of all.
-- in:  kind text, programme text, lang text
-- out: value text, label text
WITH p AS (
  SELECT id, code, revision, CASE $3::text WHEN 'en' THEN name_en ELSE name_fr END AS name
  FROM jalon.programme WHERE $2::text IS NULL OR code = $2),
def AS (
  SELECT 'state' AS kind, programme_id, revision, code, label_fr, label_en FROM jalon.state_def
  UNION ALL
  SELECT 'instrument', programme_id, revision, code, label_fr, label_en FROM jalon.instrument_def
  UNION ALL
  SELECT 'milestone', programme_id, revision, code, label_fr, label_en FROM jalon.milestone_def
  UNION ALL
  SELECT 'party', programme_id, revision,
         CASE one_per WHEN 'contract' THEN code ELSE code || ':' END, label_fr, label_en
  FROM jalon.party_def WHERE one_per <> 'region')
SELECT d.code AS value, CASE $3 WHEN 'en' THEN d.label_en ELSE d.label_fr END AS label
FROM p JOIN def d ON d.programme_id = p.id AND d.revision = p.revision AND d.kind = $1::text
UNION ALL
SELECT t.code || ':' || r.code, r.name
FROM p JOIN jalon.party_def t ON t.programme_id = p.id AND t.revision = p.revision
  AND t.one_per = 'region'
JOIN jalon.region r ON r.programme_id = p.id WHERE $1 = 'party'
UNION ALL
SELECT t.code, CASE $3 WHEN 'en' THEN t.label_en ELSE t.label_fr END
FROM p JOIN jalon.target t ON t.programme_id = p.id AND t.position = 1 WHERE $1 = 'target'
UNION ALL
SELECT r.code, r.name FROM p JOIN jalon.region r ON r.programme_id = p.id WHERE $1 = 'region'
UNION ALL
SELECT p.code, p.name FROM p WHERE $1 = 'programme'
UNION ALL
SELECT c.code, n.value FROM p JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.names(NULL) n ON n.contract_id = c.id AND n.kind = 'name' AND n.valid_to IS NULL
WHERE $1 = 'territory'
ORDER BY 1;
