-- Question: who is this account, and how are they reached? (CLI-6, CLI-7)
-- Grain:    one row, or none when the reseller has no such account.
-- Columns:  account_id, name, status (as sent), first_name, last_name, email, phone, country,
--           region, city, street, building, zip, created_at (UTC), custom_attributes (JSON, as
--           sent).
-- Binds:    $account_id, $reseller_id (VARCHAR).

SELECT
    account_id,
    name,
    status,
    first_name,
    last_name,
    email,
    phone,
    country,
    region,
    city,
    street,
    building,
    zip,
    created_at,
    custom_attributes
FROM mirror.account
WHERE account_id = $account_id
    AND reseller_id = $reseller_id
