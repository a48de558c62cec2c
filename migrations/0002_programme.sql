-- Programmes and their revisions: the rows by which every write is decided.

CREATE TABLE jalon.programme (
  id uuid PRIMARY KEY,
  code text NOT NULL CONSTRAINT programme_code_key UNIQUE,
  name_fr text NOT NULL,
  name_en text NOT NULL,
  timezone text NOT NULL,
  starts_on date NOT NULL,
  revision integer NOT NULL,
  initial_state text NOT NULL,
  last_seq integer NOT NULL,
  last_hash bytea NOT NULL,
  last_recorded timestamptz NOT NULL
);

-- The document as received; its hash is in the journal.
CREATE TABLE jalon.revision (
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  number integer NOT NULL CHECK (number >= 1),
  document text NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  entry_id bigint NOT NULL,
  PRIMARY KEY (programme_id, number)
);

CREATE TABLE jalon.state_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  position integer NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  done boolean NOT NULL,
  in_scope boolean NOT NULL,
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);

-- One row for each source state of a transition. A transition back to the state before the current
-- one has to_state '*previous', which no state can be called.
CREATE TABLE jalon.transition_edge (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL,
  reason_required boolean NOT NULL,
  derived boolean NOT NULL,
  PRIMARY KEY (programme_id, revision, from_state, to_state),
  FOREIGN KEY (programme_id, revision, from_state)
    REFERENCES jalon.state_def (programme_id, revision, code)
);

CREATE TABLE jalon.instrument_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  position integer NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  from_states text[] NOT NULL,
  completes text,
  repeatable boolean NOT NULL,
  required text[] NOT NULL,
  required_as_amended boolean NOT NULL,
  optional_any boolean NOT NULL,
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number),
  FOREIGN KEY (programme_id, revision, completes)
    REFERENCES jalon.state_def (programme_id, revision, code)
);

CREATE TABLE jalon.party_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  one_per text NOT NULL CHECK (one_per IN ('contract', 'region', 'member', 'name')),
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);

CREATE TABLE jalon.milestone_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);

-- A target's dates in the order decided: position 1 is the original.
CREATE TABLE jalon.target (
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  code text NOT NULL,
  position integer NOT NULL CHECK (position >= 1),
  label_fr text NOT NULL,
  label_en text NOT NULL,
  on_date date NOT NULL,
  decided_on date NOT NULL,
  instrument text,
  percent integer NOT NULL CHECK (percent BETWEEN 1 AND 100),
  source text,
  PRIMARY KEY (programme_id, code, position)
);

CREATE TABLE jalon.calendar_day (
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  on_date date NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  ceremony boolean NOT NULL,
  PRIMARY KEY (programme_id, on_date, label_fr)
);

CREATE TABLE jalon.region (
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  code text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (programme_id, code)
);

CREATE TABLE jalon.departement (
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  code text NOT NULL,
  name text NOT NULL,
  region text NOT NULL,
  PRIMARY KEY (programme_id, code)
);
