-- Targets of a Région, which a programme declares as moves, and of one contract.

-- Whose contracts the move is about; null: all of the programme.
ALTER TABLE jalon.target ADD COLUMN region text;
DROP FUNCTION IF EXISTS jalon.target_moves(jsonb);

-- The date of a declared target for one contract, as decided on a day; on the second axis as
-- jalon.state_interval. The fact comes from entry_id, the row from known_from.
CREATE TABLE jalon.contract_target (
  contract_id uuid NOT NULL REFERENCES jalon.contract (id),
  target text NOT NULL,
  on_date date NOT NULL,
  decided_on date NOT NULL,
  note text,
  entry_id bigint NOT NULL,
  known_from bigint NOT NULL,
  known_to bigint,
  PRIMARY KEY (contract_id, entry_id, known_from),
  CONSTRAINT contract_target_ahead CHECK (on_date >= decided_on)
);
-- One decision a day.
CREATE UNIQUE INDEX contract_target_current
  ON jalon.contract_target (contract_id, target, decided_on) WHERE known_to IS NULL;
