-- Cohorts, which are named sets of territories, and weights, which say what a territory counts for:
-- what a programme declares of them, and what is known of each territory.

CREATE TABLE jalon.cohort_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);

CREATE TABLE jalon.weight_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  unit_fr text NOT NULL,
  unit_en text NOT NULL,
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);

-- A territory in a cohort, as a whole or by one of its members; on both axes as
-- jalon.state_interval.
CREATE TABLE jalon.cohort_member (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  cohort text NOT NULL,
  member text,
  valid_from date NOT NULL,
  valid_to date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  known_from bigint NOT NULL,
  end_known_from bigint,
  known_to bigint,
  PRIMARY KEY (contract_id, known_from),
  CONSTRAINT cohort_member_well_formed CHECK (
    coalesce(valid_to >= valid_from, true) AND (valid_to IS NULL) = (end_known_from IS NULL))
);
-- Nobody is in a cohort twice.
CREATE UNIQUE INDEX cohort_member_current
  ON jalon.cohort_member (contract_id, cohort, coalesce(member, ''))
  WHERE valid_to IS NULL AND known_to IS NULL;

-- What a territory counts for. `counted`: the figure is a sum over so many of its members; null: it
-- is of the territory as a whole.
CREATE TABLE jalon.weight (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  weight text NOT NULL,
  value bigint NOT NULL CHECK (value >= 0),
  as_of_year integer NOT NULL,
  counted integer CHECK (counted >= 1),
  valid_from date NOT NULL,
  valid_to date,
  known_from bigint NOT NULL,
  end_known_from bigint,
  known_to bigint,
  PRIMARY KEY (contract_id, known_from),
  CONSTRAINT weight_well_formed CHECK (
    coalesce(valid_to >= valid_from, true) AND (valid_to IS NULL) = (end_known_from IS NULL))
);
-- One figure at a time.
CREATE UNIQUE INDEX weight_current ON jalon.weight (contract_id, weight)
  WHERE valid_to IS NULL AND known_to IS NULL;
