-- From which day until which a signed instrument binds, apart from the days of its signatures.

-- Of a number that is in force. Its last day is still within it. The remark is the digest of a
-- disclosure.
CREATE TABLE jalon.term (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  instrument text NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  entry_id bigint NOT NULL,
  known_from bigint NOT NULL,
  known_to bigint,
  from_date date NOT NULL,
  to_date date NOT NULL,
  note text,
  PRIMARY KEY (contract_id, entry_id, known_from),
  CONSTRAINT term_in_order CHECK (to_date > from_date)
);
-- A number has one term.
CREATE UNIQUE INDEX term_once ON jalon.term (contract_id, instrument, number)
  WHERE known_to IS NULL;
