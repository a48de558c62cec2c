-- Documents: the writing function, what the journal says of them, and the files themselves.

-- name: document_add :one
-- in:  request uuid, programme text, code text, document jsonb, content bytea, on_date date, precision text, evidence jsonb
-- out: receipt jsonb
SELECT jalon.document_add($1, $2, $3, $4, $5, $6, $7, $8) AS receipt;

-- name: document_entries :many
-- in:  programme text, code text
-- out: code text, seq integer, sha256 text, size integer, is_listed boolean, erased text
-- What the journal says of the files of one contract (null: of all, and of reports issued), whether
-- the tables know, and the entry that erased the file.
SELECT f.code, f.seq, f.sha256, f.size, f.is_listed, x.entry AS erased
FROM (SELECT h.code, h.seq, h.sha256, h.size,
             EXISTS (SELECT FROM jalon.documents(NULL) d
                     WHERE d.contract_id = h.subject AND d.entry_id = h.entry_id
                       AND d.sha256 = h.sha256) AS is_listed
      FROM jalon.document_files() h
      WHERE h.programme = $1::text AND ($2::text IS NULL OR h.code = $2)
      UNION ALL
      SELECT h.code, h.seq, i.sha256, i.size, true
      FROM jalon.programme p
      JOIN jalon.issued_files() i ON i.programme_id = p.id
      JOIN audit.history h ON h.entry_id = i.entry_id
      WHERE p.code = $1::text AND $2::text IS NULL) f
LEFT JOIN audit.erased x ON x.digest = f.sha256
ORDER BY f.code, f.seq;

-- name: document_found :many
-- in:  programme text, name text
-- out: code text, sha256 text, media_type text, title text
-- The documents of the territory of that code, or whose SHA-256 begins so, with 6 digits at least.
SELECT c.code, d.sha256, d.media_type, audit.disclosed(d.entry_id, d.title) AS title
FROM jalon.programme p
JOIN jalon.contract c ON c.programme_id = p.id
JOIN jalon.documents(NULL) d ON d.contract_id = c.id
WHERE p.code = $1
  AND (c.code = $2 OR $2 ~ '^[0-9a-f]{6}' AND starts_with(d.sha256, $2))
ORDER BY d.sha256, c.code, d.entry_id;

-- name: file_computed :one
-- in:  sha256 text
-- out: computed text, size integer
-- The SHA-256 of the file kept under that name, computed anew, and its size; null: no such file.
SELECT audit.file_computed($1) AS computed, audit.file_size($1) AS size;

-- name: file_content :one
-- in:  sha256 text
-- out: content text, erased text
-- In hexadecimal, whatever the session's bytea_output; null: no such file. `erased`: the entry that
-- erased it.
SELECT encode(audit.file_content($1), 'hex') AS content,
       (SELECT x.entry FROM audit.erased x WHERE x.digest = $1) AS erased;
