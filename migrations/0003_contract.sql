-- Territories and their contracts (one subject), with everything dated, and the requests already
-- answered.

-- The subject's row holds the current state and the head of its chain; every write locks it. A low
-- fill factor keeps its updates on one page.
CREATE TABLE jalon.contract (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES jalon.programme (id),
  code text NOT NULL,
  region text NOT NULL,
  state text NOT NULL,
  previous_state text,
  state_since date NOT NULL,
  last_seq integer NOT NULL,
  last_hash bytea NOT NULL,
  last_recorded timestamptz NOT NULL,
  CONSTRAINT contract_code_key UNIQUE (programme_id, code)
) WITH (fillfactor = 50);

-- Both axes in one row: the state held from valid_from to valid_to (exclusive; null: open). The
-- start became known with journal entry known_from, the end with end_known_from; known_to is the
-- entry that took the row back. No foreign key: only functions that hold the contract's lock
-- write here, and the check would cost every transition.
CREATE TABLE jalon.state_interval (
  contract_id uuid NOT NULL,
  known_from bigint NOT NULL,
  state text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  end_known_from bigint,
  known_to bigint,
  PRIMARY KEY (contract_id, known_from),
  CONSTRAINT state_interval_well_formed CHECK (
    coalesce(valid_to >= valid_from, true) AND (valid_to IS NULL) = (end_known_from IS NULL))
) WITH (fillfactor = 80);

-- When the territory belonged to the programme.
CREATE TABLE jalon.scope (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  known_from bigint NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  precision text NOT NULL CHECK (precision IN ('day', 'month', 'before', 'after', 'unknown')),
  end_known_from bigint,
  known_to bigint,
  PRIMARY KEY (contract_id, known_from)
);

CREATE TABLE jalon.territory_name (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  kind text NOT NULL CHECK (kind IN ('name', 'alias', 'external_code')),
  value text NOT NULL,
  issuer text,
  as_of_year integer,
  valid_from date NOT NULL,
  valid_to date,
  known_from bigint NOT NULL,
  known_to bigint,
  PRIMARY KEY (contract_id, kind, value, known_from)
);
-- One name at a time.
CREATE UNIQUE INDEX territory_name_current ON jalon.territory_name (contract_id)
  WHERE kind = 'name' AND valid_to IS NULL AND known_to IS NULL;

-- The signing Régions; position 1 is the principal one, under which tables count.
CREATE TABLE jalon.territory_region (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  position integer NOT NULL CHECK (position >= 1),
  region text NOT NULL,
  PRIMARY KEY (contract_id, position),
  CONSTRAINT territory_region_once UNIQUE (contract_id, region)
);

CREATE TABLE jalon.territory_departement (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  departement text NOT NULL,
  PRIMARY KEY (contract_id, departement)
);

CREATE TABLE jalon.member (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  siren text NOT NULL CONSTRAINT member_siren_digits CHECK (siren ~ '^[0-9]{9}$'),
  name text NOT NULL,
  kind text NOT NULL CONSTRAINT member_kind_known CHECK (kind IN ('EPCI', 'EPT', 'COMMUNE')),
  insee text,
  departement text NOT NULL,
  region text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  known_from bigint NOT NULL,
  known_to bigint,
  PRIMARY KEY (contract_id, siren, known_from)
);
CREATE INDEX member_siren ON jalon.member (siren);

-- Requests already answered. The fingerprint tells the same request from another under its id.
CREATE TABLE jalon.request (
  id uuid CONSTRAINT request_pkey PRIMARY KEY,
  actor name NOT NULL,
  fingerprint bytea NOT NULL,
  receipt jsonb NOT NULL
);
