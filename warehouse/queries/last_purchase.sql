-- Question: when was something ordered for this account last? (CLI-2)
-- Grain:    one row; NULL where nothing is known to have been ordered.
-- Columns:  last_bought_at (UTC: when its newest subscription was ordered).
-- Binds:    $account_id, $reseller_id (VARCHAR).

SELECT max(created_at) AS last_bought_at
FROM mirror.subscription
WHERE account_id = $account_id
    AND reseller_id = $reseller_id
