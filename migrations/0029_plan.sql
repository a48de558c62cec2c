-- Planned dates of a contract: when an instrument is to be signed, a milestone to be reached, a
-- state to be entered.

-- In force on its first axis from the decision that set it until one that moved it or took it off;
-- on the second axis as jalon.state_interval. Whether it is fulfilled is not kept: the fact that it
-- foresees is in the books or not. An instrument is foreseen as a number, open or next. The place
-- and the remark are digests of disclosures.
CREATE TABLE jalon.plan (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  kind text NOT NULL CHECK (kind IN ('instrument', 'milestone', 'state')),
  what text NOT NULL,
  number integer CHECK (number >= 1),
  earliest date,
  latest date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after')),
  party text,
  place text,
  note text,
  valid_from date NOT NULL,
  valid_to date,
  entry_id bigint NOT NULL,
  end_entry_id bigint,
  known_from bigint NOT NULL,
  known_to bigint,
  end_known_from bigint,
  PRIMARY KEY (contract_id, entry_id, known_from),
  CONSTRAINT plan_dated CHECK (coalesce(latest, earliest) IS NOT NULL),
  CONSTRAINT plan_numbered CHECK ((kind = 'instrument') = (number IS NOT NULL)),
  CONSTRAINT plan_well_formed CHECK (
    coalesce(valid_to >= valid_from, true) AND (valid_to IS NULL) = (end_entry_id IS NULL))
);
