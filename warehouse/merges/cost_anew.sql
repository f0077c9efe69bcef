-- Changes: ledger.cost, ledger.cost_by_month: forgets them, so that cost.sql makes all of them anew,
--          and in order.
-- Makes:   stage.touched_month: every month there is something of; the views stage.touched_*: all
--          there is; the variable touched_from, the first month.
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

CREATE OR REPLACE VIEW stage.touched_charge AS FROM ledger.charge;

CREATE OR REPLACE VIEW stage.touched_reseller_charge AS FROM ledger.reseller_charge;

CREATE OR REPLACE VIEW stage.touched_consumption AS FROM ledger.consumption;

CREATE OR REPLACE VIEW stage.touched_cost AS FROM ledger.cost;
