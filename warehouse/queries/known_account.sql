-- Question: which of these accounts are the reseller's, and what are they called?
-- Grain:    one row per account that is; another reseller's is left out (NFR-1).
-- Columns:  account_id, name.
-- Binds:    $account_ids (VARCHAR[]), $reseller_id (VARCHAR).

SELECT account_id, name
FROM mirror.account
WHERE reseller_id = $reseller_id AND list_contains($account_ids, account_id)
ORDER BY account_id
