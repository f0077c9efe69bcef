-- Answers: in which months of which resellers did costs change?
-- Columns: reseller_id, month DATE; ordered.
-- Binds:   $last_month (DATE: later months are the platform's to plan, not to have spent in).

SELECT DISTINCT subscription.reseller_id, checked.month
FROM stage.checked_month AS checked
JOIN mirror.subscription USING (subscription_id)
WHERE checked.month <= $last_month
ORDER BY ALL;
