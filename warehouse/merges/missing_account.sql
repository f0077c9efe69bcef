-- Answers: which accounts do this load's subscriptions and orders name that nobody has told us of?
-- Columns: reseller_id, account_id; ordered.

SELECT DISTINCT reseller_id, account_id
FROM (
    SELECT reseller_id, account_id FROM stage.subscription
    UNION ALL
    SELECT reseller_id, account_id FROM stage."order"
) AS named
ANTI JOIN mirror.account USING (reseller_id, account_id)
ANTI JOIN stage.account AS read USING (reseller_id, account_id)
ORDER BY ALL;
