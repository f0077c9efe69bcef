-- Changes: stage.touched_month: each month once, and every month of a subscription that is
--          another account's now, or whose plan is named or counted otherwise.
-- Makes:   the variable touched_from, their first day: a constant, which spares reading what lies
--          before it; the views stage.touched_*: the costs to be made anew, and what they are made
--          from.

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

CREATE OR REPLACE VIEW stage.touched_charge AS
SELECT charge.*
FROM ledger.charge
SEMI JOIN stage.touched_month AS touched
    ON touched.subscription_id = charge.subscription_id
    AND touched.month = date_trunc('month', charge.period_start_on)
WHERE charge.period_start_on >= getvariable('touched_from');

CREATE OR REPLACE VIEW stage.touched_reseller_charge AS
SELECT reseller_charge.*
FROM ledger.reseller_charge
SEMI JOIN stage.touched_charge USING (charge_id);

CREATE OR REPLACE VIEW stage.touched_consumption AS
SELECT consumption.*
FROM ledger.consumption
SEMI JOIN stage.touched_month AS touched
    ON touched.subscription_id = consumption.subscription_id
    AND touched.month = date_trunc('month', consumption.consumed_on)
WHERE consumption.consumed_on >= getvariable('touched_from');

CREATE OR REPLACE VIEW stage.touched_cost AS
SELECT cost.*
FROM ledger.cost
SEMI JOIN stage.touched_month USING (subscription_id, month)
WHERE cost.month >= getvariable('touched_from');
