-- Question: which records of the platform could not be read, and why?
-- Grain:    one row per record, the last met first.
-- Columns:  collection, record_id, reason, met_at TIMESTAMP (UTC).
-- Binds:    $reseller_id (VARCHAR).

SELECT collection, record_id, reason, met_at
FROM mirror.quarantine
WHERE reseller_id = $reseller_id
UNION ALL
SELECT collection, record_id, reason, met_at
FROM ledger.quarantine
WHERE reseller_id = $reseller_id
ORDER BY met_at DESC, collection, record_id
