-- Question: which groups are the clients in that something was ordered for? (CLI-5)
-- Grain:    one row per client type, by name.
-- Columns:  client_type (as sent).
-- Binds:    $reseller_id (VARCHAR).

SELECT DISTINCT json_extract_string(custom_attributes, '$.client_type') AS client_type
FROM mirror.account
WHERE reseller_id = $reseller_id
    AND json_extract_string(custom_attributes, '$.client_type') IS NOT NULL
    AND EXISTS (
        FROM mirror.subscription
        WHERE subscription.account_id = account.account_id
            AND subscription.reseller_id = $reseller_id
    )
ORDER BY client_type COLLATE en
