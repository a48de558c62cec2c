-- Texts.

-- name: text_compose :one
-- in:  written text
-- out: composed text
SELECT normalize($1, NFC) AS composed;
