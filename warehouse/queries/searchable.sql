-- Question: which clients and subscriptions can be found by their names and numbers? (SRCH-1)
-- Grain:    one row per account that is not deleted, and per subscription of one.
-- Columns:  kind ('client' or 'subscription'), id, title, subtitle (a subscription's client; a
--           client's e-mail, or NULL), words (what it can be found by, besides title and id).
-- Binds:    $reseller_id (VARCHAR).

SELECT
    'client' AS kind,
    account_id AS id,
    name AS title,
    email AS subtitle,
    concat_ws(' ', first_name, last_name, email, json_extract_string(custom_attributes, '$.inn'))
        AS words
FROM mirror.account
WHERE reseller_id = $reseller_id AND status <> 'deleted'
UNION ALL
SELECT
    'subscription' AS kind,
    subscription.subscription_id AS id,
    subscription.name AS title,
    account.name AS subtitle,
    account.name AS words
FROM mirror.subscription
JOIN mirror.account
    ON account.account_id = subscription.account_id AND account.reseller_id = $reseller_id
WHERE subscription.reseller_id = $reseller_id AND subscription.status <> 'deleted'
