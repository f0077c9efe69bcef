-- Rule:    net = gross - discount, wherever the three stand side by side.
-- Finds:   the rows where it is not, with their table.

SELECT 'cost' AS found_in, source_id AS found_id, gross_amount, discount_amount, net_amount
FROM ledger.cost
WHERE net_amount <> gross_amount - discount_amount
UNION ALL
SELECT 'cost_by_month', subscription_id, gross_amount, discount_amount, net_amount
FROM ledger.cost_by_month
WHERE net_amount <> gross_amount - discount_amount
UNION ALL
SELECT 'reseller_charge', reseller_charge_id, gross_amount, discount_amount, net_amount
FROM ledger.reseller_charge
WHERE net_amount <> gross_amount - discount_amount
