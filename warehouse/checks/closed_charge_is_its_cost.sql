-- Rule:    what the report says of a closed charge is what it costs: one status rule for both (REP-2,
--          ANL-21). Charges that sum consumption are reported, and cost their records.
-- Finds:   the closed charges whose rows in the report sum to something else than their cost.
-- Needs:   stage.checked_month.

WITH closed AS (
    SELECT source_id AS charge_id, gross_amount, discount_amount, net_amount
    FROM ledger.cost
    SEMI JOIN stage.checked_month USING (subscription_id, month)
    WHERE source = 'charge' AND is_final
),

-- The rows of queries/closed_charge.sql count; the others tell that there is nothing to report.
reported AS (
    SELECT
        reseller_charge.*,
        coalesce(status, 'closed') NOT IN ('new', 'deleted', 'refunded') AS is_row
    FROM ledger.reseller_charge
    SEMI JOIN closed USING (charge_id)
)

SELECT closed.charge_id
FROM closed
JOIN reported USING (charge_id)
GROUP BY closed.charge_id, closed.gross_amount, closed.discount_amount, closed.net_amount
HAVING coalesce(sum(reported.gross_amount) FILTER (is_row), 0) <> closed.gross_amount
    OR coalesce(sum(reported.discount_amount) FILTER (is_row), 0) <> closed.discount_amount
    OR coalesce(sum(reported.net_amount) FILTER (is_row), 0) <> closed.net_amount
