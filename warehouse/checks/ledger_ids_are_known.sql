-- Rule:    whatever is owed is owed for a known subscription, of its account and its reseller; no
--          cost is another reseller's account's. What the reseller is charged is for a known charge.
-- Finds:   the rows of the ledger that are not, with their table.
-- Needs:   stage.checked_month.

WITH owner AS (
    SELECT subscription.reseller_id, subscription.account_id, subscription.subscription_id
    FROM mirror.subscription
    JOIN mirror.account
        ON account.account_id = subscription.account_id
        AND account.reseller_id = subscription.reseller_id
),

checked_charge AS (
    SELECT charge.charge_id, charge.reseller_id, charge.account_id, charge.subscription_id
    FROM ledger.charge
    SEMI JOIN stage.checked_month AS checked
        ON checked.subscription_id = charge.subscription_id
        AND checked.month = date_trunc('month', charge.period_start_on)
    WHERE charge.period_start_on >= getvariable('checked_from')
),

checked_consumption AS (
    SELECT consumption_id, reseller_id, account_id, subscription_id
    FROM ledger.consumption
    SEMI JOIN stage.checked_month AS checked
        ON checked.subscription_id = consumption.subscription_id
        AND checked.month = date_trunc('month', consumption.consumed_on)
    WHERE consumption.consumed_on >= getvariable('checked_from')
),

checked_cost AS (
    SELECT source_id, reseller_id, account_id, subscription_id
    FROM ledger.cost
    SEMI JOIN stage.checked_month USING (subscription_id, month)
),

checked_reseller_charge AS (
    SELECT reseller_charge_id, charge_id, reseller_id, subscription_id
    FROM ledger.reseller_charge
    SEMI JOIN stage.checked_month USING (subscription_id)
)

SELECT 'charge' AS found_in, charge_id AS found_id
FROM checked_charge
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'consumption', consumption_id
FROM checked_consumption
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost', source_id
FROM checked_cost
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost_by_month', subscription_id
FROM ledger.cost_by_month
SEMI JOIN stage.checked_month USING (subscription_id, month)
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'reseller_charge', reseller_charge_id
FROM checked_reseller_charge
ANTI JOIN ledger.charge USING (reseller_id, charge_id, subscription_id)
UNION ALL
SELECT 'platform_expense', subscription_id
FROM ledger.platform_expense
ANTI JOIN owner USING (reseller_id, subscription_id)
