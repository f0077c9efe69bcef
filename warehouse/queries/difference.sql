-- Question: where do our sums and the platform's own differ?
-- Grain:    one row per subscription and month that differ, the newest month first.
-- Columns:  month DATE (first day), account_id, account, subscription_id, subscription,
--           our_amount, platform_amount DECIMAL(18, 6) before discounts, in the reseller's
--           currency.
-- Binds:    $reseller_id (VARCHAR).

SELECT
    difference.month,
    difference.account_id,
    account.name AS account,
    difference.subscription_id,
    subscription.name AS subscription,
    difference.our_amount,
    difference.platform_amount
FROM ledger.difference
LEFT JOIN mirror.account
    ON account.account_id = difference.account_id AND account.reseller_id = $reseller_id
LEFT JOIN mirror.subscription
    ON subscription.subscription_id = difference.subscription_id
    AND subscription.reseller_id = $reseller_id
WHERE difference.reseller_id = $reseller_id
ORDER BY difference.month DESC, difference.account_id, difference.subscription_id
