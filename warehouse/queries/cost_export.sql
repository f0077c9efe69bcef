-- Question: what did every component of a view cost in each month, none merged into another?
-- Grain:    one row per month and component at the level shown; the columns below that level are
--           NULL. Ordered by month, then by cost, highest first.
-- Columns:  starts_on DATE (the month's first day), account_id, account, subscription_id,
--           subscription, category, resource, gross_amount, discount_amount, net_amount
--           DECIMAL(38, 6), currency ISO 4217.
-- Binds:    $level ('account', 'subscription', 'category' or 'resource'), $start, $end (DATE, end
--           excluded), $account_ids, $subscription_ids (VARCHAR[] or NULL for all), $category
--           (VARCHAR or NULL for all), $reseller_id (VARCHAR).

WITH cost AS (
    SELECT
        month AS starts_on,
        account_id,
        CASE WHEN $level <> 'account' THEN subscription_id END AS shown_subscription_id,
        CASE WHEN $level IN ('category', 'resource') THEN category END AS shown_category,
        -- A cost without a category is a component of its own beside the categories.
        CASE
            WHEN $level = 'resource' OR ($level = 'category' AND category IS NULL) THEN resource
        END AS shown_resource,
        sum(gross_amount) AS gross_amount,
        sum(discount_amount) AS discount_amount,
        sum(net_amount) AS net_amount,
        currency
    FROM ledger.cost_by_month
    WHERE reseller_id = $reseller_id
        AND month >= $start
        AND month < $end
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($category IS NULL OR coalesce(category, resource) = $category)
    GROUP BY ALL
)

SELECT
    starts_on,
    cost.account_id,
    account.name AS account,
    shown_subscription_id AS subscription_id,
    subscription.name AS subscription,
    shown_category AS category,
    shown_resource AS resource,
    gross_amount,
    discount_amount,
    net_amount,
    currency
FROM cost
LEFT JOIN mirror.account
    ON account.account_id = cost.account_id AND account.reseller_id = $reseller_id
LEFT JOIN mirror.subscription
    ON subscription.subscription_id = shown_subscription_id
    AND subscription.reseller_id = $reseller_id
WHERE gross_amount <> 0 OR discount_amount <> 0
ORDER BY
    starts_on, gross_amount DESC, cost.account_id, subscription_id, category, resource
