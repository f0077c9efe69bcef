-- Answers: which plans do this load's subscriptions name that nobody has told us of? A plan that is
--          no longer offered leaves the list of plans, while its subscriptions live on.
-- Columns: reseller_id, plan_id; ordered.

SELECT DISTINCT reseller_id, plan_id
FROM stage.subscription AS named
ANTI JOIN mirror.plan USING (reseller_id, plan_id)
ANTI JOIN stage.plan AS read USING (reseller_id, plan_id)
ORDER BY ALL;
