-- Makes:   stage.checked_*: what this load may have broken, and is therefore checked: the costs of
--          stage.checked_month, and what they are made from. They are few, and chosen once for all
--          checks, with the columns that these need.
-- Needs:   stage.checked_month, and the variable checked_from (checked_month.sql).

CREATE OR REPLACE TABLE stage.checked_charge AS
SELECT
    charge.charge_id,
    charge.reseller_id,
    charge.account_id,
    charge.subscription_id,
    charge.plan_id,
    charge.charge_type,
    charge.status,
    charge.period_start_on,
    charge.gross_amount,
    charge.discount_amount
FROM ledger.charge
SEMI JOIN stage.checked_month AS checked
    ON checked.subscription_id = charge.subscription_id
    AND checked.month = date_trunc('month', charge.period_start_on)
WHERE charge.period_start_on >= getvariable('checked_from');

CREATE OR REPLACE TABLE stage.checked_reseller_charge AS
SELECT
    reseller_charge.reseller_charge_id,
    reseller_charge.charge_id,
    reseller_charge.reseller_id,
    reseller_charge.subscription_id,
    reseller_charge.status,
    reseller_charge.gross_amount,
    reseller_charge.discount_amount,
    reseller_charge.net_amount
FROM ledger.reseller_charge
SEMI JOIN stage.checked_charge USING (charge_id);

CREATE OR REPLACE TABLE stage.checked_consumption AS
SELECT
    consumption.consumption_id,
    consumption.reseller_id,
    consumption.account_id,
    consumption.subscription_id,
    consumption.consumed_on,
    consumption.gross_amount,
    consumption.discount_amount,
    consumption.currency
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
