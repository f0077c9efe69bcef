-- Answers: up to when has each collection been read?
-- Columns: collection, reseller_id, read_until TIMESTAMP.

SELECT collection, reseller_id, read_until FROM mirror.cursor
UNION ALL
SELECT collection, reseller_id, read_until FROM ledger.cursor;
