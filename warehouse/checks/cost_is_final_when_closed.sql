-- Rule:    the cost of consumption is final when a closed charge covers its day, and only then
--          (ANL-18). That of a charge is checked by cost_equals_its_records.sql.
-- Finds:   the rows of ledger.cost that say otherwise.
-- Needs:   stage.checked_cost.

WITH checked_cost AS (
    SELECT source_id, subscription_id, day, is_final
    FROM stage.checked_cost
    WHERE source = 'consumption'
),

covered AS (
    SELECT DISTINCT checked_cost.source_id
    FROM checked_cost
    JOIN ledger.charge
        ON charge.subscription_id = checked_cost.subscription_id
        AND charge.period_start_on <= checked_cost.day
        AND charge.period_last_on >= checked_cost.day
    WHERE charge.charge_type = 'consumption' AND charge.status = 'closed'
)

SELECT checked_cost.source_id, checked_cost.is_final
FROM checked_cost
LEFT JOIN covered USING (source_id)
WHERE checked_cost.is_final <> (covered.source_id IS NOT NULL)
