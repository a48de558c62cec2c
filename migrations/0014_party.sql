-- Parties that refuse to sign a number of an instrument, and parties that need not sign it any more.

-- The day from which the party need not sign, and the digest of the reason.
ALTER TABLE jalon.instrument_party ADD waived_on date, ADD waived_reason text;

-- A number that is refused need not be open yet. Reason and remark stand here as digests of
-- disclosures.
CREATE TABLE jalon.refusal (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  instrument text NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  party text NOT NULL,
  entry_id bigint NOT NULL,
  known_from bigint NOT NULL,
  known_to bigint,
  earliest date,
  latest date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  counts_from date NOT NULL,
  reason text,
  note text,
  PRIMARY KEY (contract_id, entry_id, known_from)
);
-- A party refuses a number once.
CREATE UNIQUE INDEX refusal_once ON jalon.refusal (contract_id, instrument, number, party)
  WHERE known_to IS NULL;

DROP FUNCTION IF EXISTS jalon.number_parties(bigint);
