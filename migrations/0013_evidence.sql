-- What a signature rests on: the file that shows it or why there is none, and the text signed.

ALTER TABLE jalon.instrument_def ADD evidence_required boolean NOT NULL DEFAULT false;

-- `document` and `signed_text` are the SHA-256 of files, `no_evidence` a digest, as `note` is.
ALTER TABLE jalon.signature ADD document text;
ALTER TABLE jalon.signature ADD no_evidence text;
ALTER TABLE jalon.signature ADD signed_text text;
