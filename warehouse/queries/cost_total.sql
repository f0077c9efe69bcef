-- Question: how much of what a view cost is discounted, refunded, still open? (ANL-17, ANL-18)
-- Grain:    one row; amounts are NULL when there is no cost.
-- Columns:  discount_amount, refund_amount DECIMAL(38, 6) in the reseller's currency, has_open
--           (whether a billing period is not closed yet).
-- Binds:    $start, $end (DATE, end excluded), $account_ids, $subscription_ids (VARCHAR[] or NULL
--           for all), $category (VARCHAR or NULL for all), $reseller_id (VARCHAR).

SELECT
    sum(discount_amount) AS discount_amount,
    sum(refund_amount) AS refund_amount,
    coalesce(max(open_count) > 0, false) AS has_open
FROM ledger.cost_by_month
WHERE reseller_id = $reseller_id
    AND month >= $start
    AND month < $end
    AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
    AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
    AND ($category IS NULL OR coalesce(category, resource) = $category)
