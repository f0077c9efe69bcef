-- Answers: where do our sum and the platform's differ?
-- Columns: reseller_id, account_id, account (its name), subscription_id, month DATE, our_amount,
--          platform_amount, currency; ordered by how much they differ, most first.

SELECT
    difference.reseller_id,
    difference.account_id,
    account.name AS account,
    difference.subscription_id,
    difference.month,
    difference.our_amount,
    difference.platform_amount,
    reseller.currency
FROM ledger.difference
JOIN mirror.reseller USING (reseller_id)
LEFT JOIN mirror.account USING (account_id)
ORDER BY
    abs(difference.our_amount - difference.platform_amount) DESC,
    difference.subscription_id,
    difference.month;
