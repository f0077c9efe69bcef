-- Rule:    every table of the ledger has one row per key.
-- Finds:   the keys that stand twice, with their table; of charges, consumption and costs, from the
--          first checked month on.
-- Needs:   stage.checked_month.

WITH checked AS (SELECT DISTINCT subscription_id FROM stage.checked_month)

SELECT 'charge' AS found_in, charge_id AS found_id
FROM ledger.charge
SEMI JOIN checked USING (subscription_id)
WHERE period_start_on >= getvariable('checked_from')
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT 'reseller_charge', reseller_charge_id
FROM ledger.reseller_charge
SEMI JOIN checked USING (subscription_id)
WHERE closed_on >= getvariable('checked_from')
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT 'consumption', consumption_id
FROM ledger.consumption
SEMI JOIN checked USING (subscription_id)
WHERE consumed_on >= getvariable('checked_from')
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT concat('cost of a ', source), source_id
FROM ledger.cost
SEMI JOIN checked USING (subscription_id)
WHERE month >= getvariable('checked_from')
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT 'platform_expense', concat(subscription_id, ' in ', month)
FROM ledger.platform_expense GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'difference', concat(subscription_id, ' in ', month)
FROM ledger.difference GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quarantine', concat(collection, '/', reseller_id, '/', record_id)
FROM ledger.quarantine GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'cursor', concat(collection, '/', reseller_id)
FROM ledger.cursor GROUP BY ALL HAVING count(*) > 1
