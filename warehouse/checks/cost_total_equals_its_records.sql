-- Rule:    what a subscription costs in a month, summed up, is the sum of its charges and
--          consumption there (ANL-21).
-- Finds:   the months whose sums differ.
-- Needs:   stage.checked_month.
-- Says with sums what cost_equals_its_records.sql says with rows, from reseller charges first: a
-- mistake in one of the two is no mistake in the other.

WITH charge AS (
    SELECT
        charge.charge_id,
        charge.subscription_id,
        checked.month,
        charge.status,
        charge.gross_amount,
        charge.gross_amount - coalesce(charge.discount_amount, 0) AS net_amount
    FROM ledger.charge
    JOIN stage.checked_month AS checked
        ON checked.subscription_id = charge.subscription_id
        AND checked.month = date_trunc('month', charge.period_start_on)
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.period_start_on >= getvariable('checked_from')
        AND charge.status NOT IN ('new', 'deleted', 'refunded')
        AND NOT (charge.charge_type = 'consumption'
            AND coalesce(plan.billing_type, '') = 'payg_external')
),

charged AS (
    SELECT
        charge.charge_id,
        charge.subscription_id,
        charge.month,
        coalesce(reseller_charge.status, '') NOT IN ('new', 'deleted', 'refunded') AS is_owed,
        CASE WHEN is_owed THEN reseller_charge.gross_amount ELSE 0 END AS gross_amount,
        CASE WHEN is_owed THEN reseller_charge.net_amount ELSE 0 END AS net_amount
    FROM ledger.reseller_charge
    JOIN charge ON charge.charge_id = reseller_charge.charge_id
    WHERE charge.status = 'closed'
),

balance AS (
    SELECT subscription_id, month, gross_amount, net_amount FROM charged
    UNION ALL
    SELECT subscription_id, month, gross_amount, net_amount
    FROM charge
    ANTI JOIN charged USING (charge_id)
    UNION ALL
    SELECT
        consumption.subscription_id,
        checked.month,
        consumption.gross_amount,
        consumption.gross_amount - consumption.discount_amount
    FROM ledger.consumption
    JOIN stage.checked_month AS checked
        ON checked.subscription_id = consumption.subscription_id
        AND checked.month = date_trunc('month', consumption.consumed_on)
    WHERE consumption.consumed_on >= getvariable('checked_from')
    UNION ALL
    SELECT subscription_id, month, -gross_amount, -net_amount
    FROM ledger.cost_by_month
    SEMI JOIN stage.checked_month USING (subscription_id, month)
)

SELECT subscription_id, month, sum(gross_amount) AS gross_amount, sum(net_amount) AS net_amount
FROM balance
GROUP BY ALL
HAVING sum(gross_amount) <> 0 OR sum(net_amount) <> 0
