-- Documents: what a file of the store stands for in a contract.

-- The title is a digest of a disclosure (audit.disclosed), as the note is. `entry_id` is the entry
-- that the document comes from, `known_from` the one with which the row came into the books.
CREATE TABLE jalon.document (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  sha256 text NOT NULL CONSTRAINT document_sha256_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size integer NOT NULL,
  media_type text NOT NULL,
  pdf_signatures integer,
  instrument text,
  number integer,
  party text,
  role text NOT NULL CONSTRAINT document_role_known CHECK (role IN ('evidence', 'text')),
  earliest date,
  latest date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  counts_from date NOT NULL,
  title text NOT NULL,
  note text,
  entry_id bigint NOT NULL,
  known_from bigint NOT NULL,
  known_to bigint,
  PRIMARY KEY (contract_id, entry_id, known_from)
);
-- A file stands for one thing once.
CREATE UNIQUE INDEX document_once
  ON jalon.document (contract_id, sha256, instrument, number, party, role) NULLS NOT DISTINCT
  WHERE known_to IS NULL;
CREATE INDEX document_file ON jalon.document (sha256);
