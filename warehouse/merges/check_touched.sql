-- Makes:   stage.checked_*: what this load may have broken, and is therefore checked: the costs of
--          stage.checked_month, and what they are made from. They are few, and chosen once for all
--          checks.
-- Needs:   stage.checked_month, and the variable checked_from (checked_month.sql).

CREATE OR REPLACE TABLE stage.checked_charge AS
SELECT charge.*
FROM ledger.charge
SEMI JOIN stage.checked_month AS checked
    ON checked.subscription_id = charge.subscription_id
    AND checked.month = date_trunc('month', charge.period_start_on)
WHERE charge.period_start_on >= getvariable('checked_from');

CREATE OR REPLACE TABLE stage.checked_reseller_charge AS
SELECT reseller_charge.*
FROM ledger.reseller_charge
SEMI JOIN stage.checked_charge USING (charge_id);

CREATE OR REPLACE TABLE stage.checked_consumption AS
SELECT consumption.*
FROM ledger.consumption
SEMI JOIN stage.checked_month AS checked
    ON checked.subscription_id = consumption.subscription_id
    AND checked.month = date_trunc('month', consumption.consumed_on)
WHERE consumption.consumed_on >= getvariable('checked_from');

CREATE OR REPLACE TABLE stage.checked_cost AS
SELECT cost.*
FROM ledger.cost
SEMI JOIN stage.checked_month USING (subscription_id, month)
WHERE cost.month >= getvariable('checked_from');

CREATE OR REPLACE TABLE stage.checked_cost_by_month AS
SELECT cost_by_month.*
FROM ledger.cost_by_month
SEMI JOIN stage.checked_month USING (subscription_id, month)
WHERE cost_by_month.month >= getvariable('checked_from');
