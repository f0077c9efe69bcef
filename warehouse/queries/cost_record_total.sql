-- Question: how many charges and consumption records is a number the sum of, and what do they
--           sum to?
-- Grain:    one row; amounts are zero and the currency NULL when there is no record.
-- Columns:  record_count, gross_amount, discount_amount, net_amount DECIMAL(38, 6), currency,
--           open_count (records of a billing period not closed yet).
-- Binds:    as cost_record.sql, without $sort, $first and $most.

SELECT
    count(*) AS record_count,
    coalesce(sum(gross_amount), 0) AS gross_amount,
    coalesce(sum(discount_amount), 0) AS discount_amount,
    coalesce(sum(net_amount), 0) AS net_amount,
    any_value(currency) AS currency,
    count(*) FILTER (NOT is_final) AS open_count
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
