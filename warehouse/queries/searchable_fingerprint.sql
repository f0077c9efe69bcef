-- Question: is what can be found by searching the same as it was? (SRCH-1)
-- Grain:    one row.
-- Columns:  fingerprint: the same as long as everything is that a reseller may find, and whatever
--           decides of a plan whether and where it is offered; row_count.
-- Binds:    $reseller_id (VARCHAR).
-- A status that changes, or anything else that nobody searches for, does not change it: while
-- subscriptions are under way, versions of the mirror come every few seconds.

WITH named AS (
    SELECT hash('product', product) AS fingerprint
    FROM mirror.product
    WHERE reseller_id = $reseller_id
    UNION ALL
    SELECT hash('plan', plan) FROM mirror.plan WHERE reseller_id = $reseller_id
    UNION ALL
    SELECT hash('plan_period', plan_period)
    FROM mirror.plan_period
    WHERE reseller_id = $reseller_id
    UNION ALL
    SELECT hash('plan_resource', plan_resource)
    FROM mirror.plan_resource
    WHERE reseller_id = $reseller_id
    UNION ALL
    SELECT
        hash(
            'account', account_id, name, email, first_name, last_name, custom_attributes,
            status = 'deleted'
        )
    FROM mirror.account
    WHERE reseller_id = $reseller_id
    UNION ALL
    SELECT hash('subscription', subscription_id, account_id, name, status = 'deleted')
    FROM mirror.subscription
    WHERE reseller_id = $reseller_id
)

SELECT bit_xor(fingerprint) AS fingerprint, count(*) AS row_count
FROM named
