-- Instruments, the parties they need, signatures; and milestones.

-- One number of an instrument: opened by its first signature, which freezes its parties.
CREATE TABLE jalon.instrument (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  instrument text NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  opened_on date NOT NULL,
  completed_on date,
  completed_precision text,
  closed_on date,
  closed_by bigint,
  PRIMARY KEY (contract_id, instrument, number)
);
CREATE INDEX instrument_completed ON jalon.instrument (instrument, completed_on);

CREATE TABLE jalon.instrument_party (
  contract_id uuid NOT NULL,
  instrument text NOT NULL,
  number integer NOT NULL,
  party text NOT NULL,
  waived_by bigint,
  PRIMARY KEY (contract_id, instrument, number, party),
  FOREIGN KEY (contract_id, instrument, number)
    REFERENCES jalon.instrument (contract_id, instrument, number)
);

-- Names, capacities and remarks stand here as digests of disclosures (audit.disclosed).
CREATE TABLE jalon.signature (
  contract_id uuid NOT NULL,
  instrument text NOT NULL,
  number integer NOT NULL,
  party text NOT NULL,
  entry_id bigint NOT NULL,
  earliest date,
  latest date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  counts_from date NOT NULL,
  channel text,
  signer text,
  capacity text,
  place text,
  note text,
  known_to bigint,
  PRIMARY KEY (contract_id, instrument, number, party, entry_id),
  FOREIGN KEY (contract_id, instrument, number)
    REFERENCES jalon.instrument (contract_id, instrument, number)
);
-- A party signs a number once.
CREATE UNIQUE INDEX signature_once ON jalon.signature (contract_id, instrument, number, party)
  WHERE known_to IS NULL;

CREATE TABLE jalon.milestone (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  milestone text NOT NULL,
  entry_id bigint NOT NULL,
  earliest date,
  latest date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  counts_from date NOT NULL,
  note text,
  known_to bigint,
  PRIMARY KEY (contract_id, milestone, entry_id)
);
