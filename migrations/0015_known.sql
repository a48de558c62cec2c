-- The readings get the entry at which the books are read.

DROP FUNCTION IF EXISTS jalon.names(bigint);
DROP FUNCTION IF EXISTS jalon.members(bigint);
DROP FUNCTION IF EXISTS jalon.signatures(bigint);
DROP FUNCTION IF EXISTS jalon.contracts_at(uuid, date);
DROP FUNCTION IF EXISTS jalon.parties_at(uuid, uuid[], date);
DROP FUNCTION IF EXISTS jalon.targets_at(uuid, date);
DROP FUNCTION IF EXISTS jalon.contracts_listed(uuid, date, boolean);
DROP FUNCTION IF EXISTS jalon.find(uuid, text, date);
DROP FUNCTION IF EXISTS jalon.territory_record(uuid);
DROP FUNCTION IF EXISTS jalon.signing_record(uuid);
DROP FUNCTION IF EXISTS jalon.weighing_record(uuid);
DROP FUNCTION IF EXISTS jalon.document_record(uuid);
DROP FUNCTION IF EXISTS jalon.contract_record(uuid);
DROP FUNCTION IF EXISTS jalon.journal_of(uuid);
-- Made anew as the function jalon.state_defs().
DROP VIEW IF EXISTS jalon.state_known;
