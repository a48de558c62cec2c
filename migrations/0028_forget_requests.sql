-- Requests are forgotten in one programme.

DROP FUNCTION IF EXISTS jalon.forget_requests(bigint[], text, boolean);
