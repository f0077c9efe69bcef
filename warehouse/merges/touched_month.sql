-- Changes: stage.touched_month: each month once, and every month of a subscription that is
--          another account's now, or whose plan is named or counted otherwise.
-- Makes:   the variable touched_from, their first day: a constant, which spares reading what lies
--          before it.

CREATE OR REPLACE TABLE stage.touched_month AS
SELECT subscription_id, CAST(month AS DATE) AS month FROM stage.touched_month
UNION
SELECT subscription_id, CAST(date_trunc('month', period_start_on) AS DATE)
FROM ledger.charge
SEMI JOIN stage.touched_subscription USING (subscription_id)
UNION
SELECT subscription_id, CAST(date_trunc('month', consumed_on) AS DATE)
FROM ledger.consumption
SEMI JOIN stage.touched_subscription USING (subscription_id)
UNION
SELECT subscription_id, month
FROM ledger.cost
SEMI JOIN stage.touched_subscription USING (subscription_id);

SET VARIABLE touched_from = (SELECT min(month) FROM stage.touched_month);
