-- What a programme says of a chance, from which percent on: the statuses of its Régions.

CREATE TABLE jalon.status_def (
  programme_id uuid NOT NULL,
  revision integer NOT NULL,
  code text NOT NULL,
  position integer NOT NULL,
  label_fr text NOT NULL,
  label_en text NOT NULL,
  from_percent integer NOT NULL CHECK (from_percent BETWEEN 0 AND 100),
  PRIMARY KEY (programme_id, revision, code),
  FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision (programme_id, number)
);
