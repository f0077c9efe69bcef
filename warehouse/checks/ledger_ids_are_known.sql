-- Rule:    whatever is owed is owed for a known subscription, of its account and its reseller; no
--          cost is another reseller's account's. What the reseller is charged is for a known charge.
-- Finds:   the rows of the ledger that are not, with their table.
-- Needs:   stage.checked_month.

WITH checked AS (SELECT DISTINCT subscription_id FROM stage.checked_month),

owner AS (
    SELECT subscription.reseller_id, subscription.account_id, subscription.subscription_id
    FROM mirror.subscription
    JOIN mirror.account
        ON account.account_id = subscription.account_id
        AND account.reseller_id = subscription.reseller_id
)

SELECT 'charge' AS found_in, charge_id AS found_id
FROM ledger.charge
SEMI JOIN checked USING (subscription_id)
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'consumption', consumption_id
FROM ledger.consumption
SEMI JOIN checked USING (subscription_id)
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost', source_id
FROM ledger.cost
SEMI JOIN checked USING (subscription_id)
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'cost_by_month', subscription_id
FROM ledger.cost_by_month
SEMI JOIN checked USING (subscription_id)
ANTI JOIN owner USING (reseller_id, account_id, subscription_id)
UNION ALL
SELECT 'reseller_charge', reseller_charge_id
FROM ledger.reseller_charge
SEMI JOIN checked USING (subscription_id)
ANTI JOIN ledger.charge USING (reseller_id, charge_id, subscription_id)
UNION ALL
SELECT 'platform_expense', subscription_id
FROM ledger.platform_expense
ANTI JOIN owner USING (reseller_id, subscription_id)
