-- Question: what did a view cost in each of a few months? (ANL-19)
-- Grain:    one row per month with cost.
-- Columns:  month DATE (first day), amount DECIMAL(38, 6) in the reseller's currency.
-- Binds:    $measure ('gross' or 'net': what `amount` is), $start, $end (DATE, end excluded),
--           $account_ids, $subscription_ids (VARCHAR[] or NULL for all), $category (VARCHAR or
--           NULL for all), $reseller_id (VARCHAR).

SELECT
    month,
    sum(CASE $measure WHEN 'net' THEN net_amount ELSE gross_amount END) AS amount
FROM ledger.cost_by_month
WHERE reseller_id = $reseller_id
    AND month >= $start
    AND month < $end
    AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
    AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
    AND ($category IS NULL OR coalesce(category, resource) = $category)
GROUP BY month
ORDER BY month
