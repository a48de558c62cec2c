-- jalon: owner audit
-- What jalon_owner's functions may know of checkpoints: which there are. An issued report says the
-- size of the one that it shows (R_54).
GRANT SELECT (size) ON audit.checkpoint TO jalon_owner;
