-- Rule:    a cost is final when its charge is closed, or a closed charge of consumption covers its
--          day, and only then (ANL-18).
-- Finds:   the rows of ledger.cost that say otherwise.
-- Needs:   stage.checked_month.

WITH checked_cost AS (
    SELECT cost.* FROM ledger.cost SEMI JOIN stage.checked_month USING (subscription_id, month)
),

covering AS (
    SELECT checked_cost.source_id
    FROM checked_cost
    JOIN ledger.charge
        ON charge.subscription_id = checked_cost.subscription_id
        AND charge.charge_type = 'consumption'
        AND charge.status = 'closed'
        AND charge.period_start_on <= checked_cost.day
        AND charge.period_last_on >= checked_cost.day
    WHERE checked_cost.source = 'consumption'
        AND charge.period_last_on >= getvariable('checked_from')
),

closed AS (
    SELECT source_id FROM covering
    UNION
    SELECT charge_id
    FROM ledger.charge
    WHERE status = 'closed' AND period_start_on >= getvariable('checked_from')
)

SELECT checked_cost.source, checked_cost.source_id, checked_cost.is_final
FROM checked_cost
LEFT JOIN closed USING (source_id)
WHERE checked_cost.is_final <> (closed.source_id IS NOT NULL)
