-- Facts can be taken back and corrected, so that a row of a contract is known by two entries: the
-- one that the fact comes from (entry_id; for the end of an interval end_entry_id), and the one
-- with which the row came into the books (known_from; end_known_from). They are the same until a
-- correction makes the row anew. known_to is the correction that took it out.

ALTER TABLE jalon.state_interval ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.state_interval SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.state_interval DROP CONSTRAINT state_interval_pkey,
  ADD PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE jalon.scope ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.scope SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.scope DROP CONSTRAINT scope_pkey,
  ADD PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE jalon.territory_name ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.territory_name SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.territory_name DROP CONSTRAINT territory_name_pkey,
  ADD PRIMARY KEY (contract_id, kind, value, entry_id, known_from);

ALTER TABLE jalon.member ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.member SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.member DROP CONSTRAINT member_pkey,
  ADD PRIMARY KEY (contract_id, siren, entry_id, known_from);

ALTER TABLE jalon.territory_link ADD entry_id bigint;
UPDATE jalon.territory_link SET entry_id = known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.territory_link DROP CONSTRAINT territory_link_pkey,
  ADD PRIMARY KEY (contract_id, kind, code, entry_id, known_from);

ALTER TABLE jalon.cohort_member ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.cohort_member SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.cohort_member DROP CONSTRAINT cohort_member_pkey,
  ADD PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE jalon.weight ADD entry_id bigint, ADD end_entry_id bigint;
UPDATE jalon.weight SET entry_id = known_from, end_entry_id = end_known_from;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.weight DROP CONSTRAINT weight_pkey,
  ADD PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE jalon.milestone ADD known_from bigint;
UPDATE jalon.milestone SET known_from = entry_id;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.milestone DROP CONSTRAINT milestone_pkey,
  ADD PRIMARY KEY (contract_id, milestone, entry_id, known_from);

-- A number of an instrument is one row as long as it does not change; each change makes the next.
-- No foreign keys to it: a number has several rows.
ALTER TABLE jalon.signature DROP CONSTRAINT signature_contract_id_instrument_number_fkey,
  ADD known_from bigint;
UPDATE jalon.signature SET known_from = entry_id;
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.signature DROP CONSTRAINT signature_pkey,
  ADD PRIMARY KEY (contract_id, instrument, number, party, entry_id, known_from);

ALTER TABLE jalon.instrument_party
  DROP CONSTRAINT instrument_party_contract_id_instrument_number_fkey,
  ADD known_from bigint, ADD known_to bigint, ADD waived_known_from bigint;
UPDATE jalon.instrument_party p SET known_from = (
  SELECT min(s.entry_id) FROM jalon.signature s
  WHERE (s.contract_id, s.instrument, s.number) = (p.contract_id, p.instrument, p.number));
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.instrument_party DROP CONSTRAINT instrument_party_pkey,
  ADD PRIMARY KEY (contract_id, instrument, number, party, known_from);

-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.instrument DROP CONSTRAINT instrument_pkey,
  ADD known_from bigint, ADD known_to bigint;
-- What was known before a number was complete or closed was not kept: its rows start with its last
-- signature or its end.
UPDATE jalon.instrument i SET known_from = greatest(i.closed_by, (
  SELECT max(s.entry_id) FROM jalon.signature s
  WHERE (s.contract_id, s.instrument, s.number) = (i.contract_id, i.instrument, i.number)));
-- jalon: lint-ignore unique-using-index a territory has a few rows
ALTER TABLE jalon.instrument ADD PRIMARY KEY (contract_id, instrument, number, known_from);
-- jalon: lint-ignore index-concurrently a territory has a few rows
CREATE UNIQUE INDEX instrument_current ON jalon.instrument (contract_id, instrument, number)
  WHERE known_to IS NULL;

DROP FUNCTION IF EXISTS jalon.check_move(record, text, text, date, boolean);
DROP FUNCTION IF EXISTS jalon.close_instruments(record, bigint, date);
DROP FUNCTION IF EXISTS jalon.complete_number(uuid, text, integer);
DROP FUNCTION IF EXISTS jalon.store_territory(uuid, jsonb, bigint, date);
