-- Rule:    whatever is owed is owed for a known subscription, of its account and its reseller; no
--          cost is another reseller's account's. What the reseller is charged is for a known charge.
-- Finds:   the rows of the ledger that are not, with their table.
-- Needs:   stage.checked_charge, stage.checked_reseller_charge, stage.checked_consumption,
--          stage.checked_cost, stage.checked_cost_by_month.

WITH owner AS (
    SELECT subscription.reseller_id, subscription.account_id, subscription.subscription_id
    FROM mirror.subscription
    JOIN mirror.account
        ON account.account_id = subscription.account_id
        AND account.reseller_id = subscription.reseller_id
)

SELECT 'charge' AS found_in, charge_id AS found_id
FROM stage.checked_charge
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'consumption', consumption_id
FROM stage.checked_consumption
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost', source_id
FROM stage.checked_cost
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost_by_month', subscription_id
FROM stage.checked_cost_by_month
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'reseller_charge', reseller_charge_id
FROM stage.checked_reseller_charge
ANTI JOIN stage.checked_charge USING (reseller_id, charge_id, subscription_id)
UNION ALL
SELECT 'platform_expense', subscription_id
FROM ledger.platform_expense
ANTI JOIN owner USING (reseller_id, subscription_id)
