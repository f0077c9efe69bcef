-- Rule:    net = gross - discount, wherever the three stand side by side.
-- Finds:   the rows where it is not, with their table.
-- Needs:   stage.checked_cost, stage.checked_cost_by_month, stage.checked_reseller_charge.

SELECT 'cost' AS found_in, source_id AS found_id, gross_amount, discount_amount, net_amount
FROM stage.checked_cost
WHERE net_amount <> gross_amount - discount_amount
UNION ALL
SELECT 'cost_by_month', subscription_id, gross_amount, discount_amount, net_amount
FROM stage.checked_cost_by_month
WHERE net_amount <> gross_amount - discount_amount
UNION ALL
SELECT 'reseller_charge', reseller_charge_id, gross_amount, discount_amount, net_amount
FROM stage.checked_reseller_charge
WHERE net_amount <> gross_amount - discount_amount
