-- Question: which accounts can an order be for, and which are these? (ORD-20, ORD-24)
-- Grain:    one row per account: the active ones first, then by name; deleted ones are left out.
-- Columns:  account_id, name, status (as sent), itn, contact_name, email.
-- Binds:    $words (VARCHAR, lower case, a space between: parts of name, number or ITN), $itn (VARCHAR,
--           exactly), $account_id; NULL for no limit of that kind. $reseller_id (VARCHAR), $count
--           (INTEGER).

WITH known_account AS (
    SELECT
        account_id,
        name,
        status,
        coalesce(
            json_extract_string(custom_attributes, '$.inn'),
            json_extract_string(custom_attributes, '$.itn')
        ) AS itn,
        trim(concat_ws(' ', first_name, last_name)) AS contact_name,
        email
    FROM mirror.account
    WHERE reseller_id = $reseller_id
)

SELECT account_id, name, status, itn, contact_name, email
FROM known_account
WHERE status <> 'deleted'
    AND ($account_id IS NULL OR account_id = $account_id)
    AND ($itn IS NULL OR itn = $itn)
    AND (
        $words IS NULL
        OR len(
            list_filter(
                string_split(CAST($words AS VARCHAR), ' '),
                lambda word: NOT contains(lower(concat_ws(' ', name, account_id, itn)), word)
            )
        ) = 0
    )
ORDER BY
    status <> 'active',
    -- Digits, then Latin, then Cyrillic, whatever the case (NAV-9).
    name COLLATE en, TRY_CAST(account_id AS BIGINT), account_id
LIMIT $count
