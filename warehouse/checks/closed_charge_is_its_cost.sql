-- Rule:    what the report says of a closed charge is what it costs: one status rule for both (REP-2,
--          ANL-21). Charges that sum consumption are reported, and cost their records.
-- Finds:   the closed charges whose rows in the report sum to something else than their cost.
-- Needs:   stage.checked_reseller_charge, stage.checked_cost.

WITH movement AS (
    -- The rows of queries/closed_charge.sql count; the others tell that there is nothing to report.
    SELECT
        charge_id,
        true AS is_reported,
        CASE WHEN is_row THEN gross_amount ELSE 0 END AS gross_amount,
        CASE WHEN is_row THEN discount_amount ELSE 0 END AS discount_amount,
        CASE WHEN is_row THEN net_amount ELSE 0 END AS net_amount
    FROM (
        SELECT *, coalesce(status, 'closed') NOT IN ('new', 'deleted', 'refunded') AS is_row
        FROM stage.checked_reseller_charge
    )
    UNION ALL
    SELECT source_id, false, -gross_amount, -discount_amount, -net_amount
    FROM stage.checked_cost
    WHERE source = 'charge' AND is_final
)

SELECT charge_id
FROM movement
GROUP BY charge_id
HAVING bool_or(is_reported)
    AND NOT bool_and(is_reported)
    AND (sum(gross_amount) <> 0 OR sum(discount_amount) <> 0 OR sum(net_amount) <> 0)
