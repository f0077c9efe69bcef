-- Question: which charges and consumption records is a number the sum of?
-- Grain:    one row per record.
-- Columns:  day DATE, source ('charge' or 'consumption'), source_id, account_id, account,
--           subscription_id, subscription, category, resource, description, quantity, unit,
--           period_last_on DATE (of a charge), status (of a charge), gross_amount,
--           discount_amount, net_amount DECIMAL(18, 6), currency ISO 4217, is_final.
-- Binds:    $start, $end (DATE, end excluded), $account_ids, $subscription_ids (VARCHAR[] or NULL
--           for all), $category, $resource (VARCHAR or NULL for all), $level with $other_than (a
--           view's level and the components to leave out, VARCHAR[]; or NULL to leave none out),
--           $refunds_only (BOOLEAN), $sort ('day', '-day', 'amount', '-amount'), $first, $most
--           (BIGINT: how many to skip, how many to give), $reseller_id (VARCHAR).

WITH record AS (
    SELECT *
    FROM ledger.cost
    WHERE reseller_id = $reseller_id
        AND month >= date_trunc('month', CAST($start AS DATE))
        AND day >= $start
        AND day < $end
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($category IS NULL OR coalesce(category, resource) = $category)
        AND ($resource IS NULL OR resource = $resource)
        AND (NOT $refunds_only OR gross_amount < 0)
        AND (
            $other_than IS NULL
            OR NOT list_contains(
                $other_than,
                CASE $level
                    WHEN 'account' THEN account_id
                    WHEN 'subscription' THEN subscription_id
                    WHEN 'category' THEN coalesce(category, resource)
                    ELSE resource
                END
            )
        )
    ORDER BY
        CASE $sort WHEN 'amount' THEN gross_amount END,
        CASE $sort WHEN '-amount' THEN gross_amount END DESC,
        CASE $sort WHEN '-day' THEN day END DESC,
        day,
        source,
        source_id
    LIMIT $most OFFSET $first
)

SELECT
    record.day,
    record.source,
    record.source_id,
    record.account_id,
    account.name AS account,
    record.subscription_id,
    subscription.name AS subscription,
    record.category,
    record.resource,
    coalesce(charge.description, consumption.description) AS description,
    coalesce(charge.quantity, consumption.quantity) AS quantity,
    consumption.unit,
    charge.period_last_on,
    charge.status,
    record.gross_amount,
    record.discount_amount,
    record.net_amount,
    record.currency,
    record.is_final
FROM record
LEFT JOIN ledger.charge
    ON charge.charge_id = record.source_id
    AND charge.reseller_id = $reseller_id
    AND record.source = 'charge'
LEFT JOIN ledger.consumption
    ON consumption.consumption_id = record.source_id
    AND consumption.reseller_id = $reseller_id
    AND record.source = 'consumption'
LEFT JOIN mirror.account
    ON account.account_id = record.account_id AND account.reseller_id = $reseller_id
LEFT JOIN mirror.subscription
    ON subscription.subscription_id = record.subscription_id
    AND subscription.reseller_id = $reseller_id
ORDER BY
    CASE $sort WHEN 'amount' THEN record.gross_amount END,
    CASE $sort WHEN '-amount' THEN record.gross_amount END DESC,
    CASE $sort WHEN '-day' THEN day END DESC,
    day,
    source,
    source_id
