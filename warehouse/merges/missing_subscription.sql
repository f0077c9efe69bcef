-- Answers: which subscriptions do this load's charges and orders name that nobody has told us of?
-- Columns: reseller_id, subscription_id; ordered.

SELECT DISTINCT reseller_id, subscription_id
FROM (
    SELECT reseller_id, subscription_id FROM stage.charge
    UNION ALL
    SELECT reseller_id, subscription_id FROM stage."order" WHERE subscription_id IS NOT NULL
) AS named
ANTI JOIN mirror.subscription USING (reseller_id, subscription_id)
ANTI JOIN stage.subscription AS read USING (reseller_id, subscription_id)
ORDER BY ALL;
