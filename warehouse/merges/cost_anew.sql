-- Changes: ledger.cost, ledger.cost_by_month: forgets them, so that cost.sql makes all of them anew,
--          and in order.
-- Answers: how many rows went.

DELETE FROM ledger.cost;

DELETE FROM ledger.cost_by_month;

CREATE OR REPLACE TABLE stage.touched_month AS
SELECT subscription_id, CAST(date_trunc('month', period_start_on) AS DATE) AS month
FROM ledger.charge
UNION
SELECT subscription_id, CAST(date_trunc('month', consumed_on) AS DATE)
FROM ledger.consumption;

SET VARIABLE touched_from = (SELECT min(month) FROM stage.touched_month);
