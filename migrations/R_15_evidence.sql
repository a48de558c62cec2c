-- jalon: owner audit
-- The disclosures as digested, for those who check that they stand for their digests.
CREATE OR REPLACE VIEW audit.evidence AS
SELECT d.entry_id, d.digest, d.disclosure FROM audit.disclosure d;

GRANT SELECT ON audit.evidence TO jalon_reader, jalon_owner;
