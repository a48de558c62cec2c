-- What a territory changes in after its entry: the programme, its name, its members, and the
-- territories that it comes from and goes into.

-- The entry with which a name or a membership ended, as scope and state_interval have it.
ALTER TABLE jalon.territory_name ADD end_known_from bigint;
ALTER TABLE jalon.member ADD end_known_from bigint;
ALTER TABLE jalon.scope ADD end_precision text
  CHECK (end_precision IN ('day', 'month', 'before', 'after', 'unknown'));

-- From which territories one came, and into which it went, as its own chain says.
CREATE TABLE jalon.territory_link (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  kind text NOT NULL CHECK (kind IN ('predecessor', 'successor')),
  code text NOT NULL,
  valid_from date NOT NULL,
  known_from bigint NOT NULL,
  known_to bigint,
  PRIMARY KEY (contract_id, kind, code, known_from)
);
