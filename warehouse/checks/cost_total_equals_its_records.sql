-- Rule:    what a subscription costs in a month, summed up, is the sum of its charges and
--          consumption there (ANL-21).
-- Finds:   the months whose sums differ.
-- Needs:   stage.checked_charge, stage.checked_reseller_charge, stage.checked_consumption,
--          stage.checked_cost_by_month.
-- Says with sums what cost_equals_its_records.sql says with rows: a mistake in one of the two is no
-- mistake in the other.

WITH balance AS (
    SELECT
        charge.subscription_id,
        date_trunc('month', charge.period_start_on) AS month,
        CASE
            WHEN charged.charge_id IS NULL THEN charge.gross_amount
            WHEN coalesce(charged.status, '') NOT IN ('new', 'deleted', 'refunded')
                THEN charged.gross_amount
            ELSE 0
        END AS gross_amount,
        CASE
            WHEN charged.charge_id IS NULL
                THEN charge.gross_amount - coalesce(charge.discount_amount, 0)
            WHEN coalesce(charged.status, '') NOT IN ('new', 'deleted', 'refunded')
                THEN charged.net_amount
            ELSE 0
        END AS net_amount
    FROM stage.checked_charge AS charge
    LEFT JOIN stage.checked_reseller_charge AS charged
        ON charged.charge_id = CASE WHEN charge.status = 'closed' THEN charge.charge_id END
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.status NOT IN ('new', 'deleted', 'refunded')
        AND NOT (charge.charge_type = 'consumption'
            AND coalesce(plan.billing_type, '') = 'payg_external')
    UNION ALL
    SELECT
        subscription_id,
        date_trunc('month', consumed_on),
        gross_amount,
        gross_amount - discount_amount
    FROM stage.checked_consumption
    UNION ALL
    SELECT subscription_id, month, -gross_amount, -net_amount
    FROM stage.checked_cost_by_month
)

SELECT subscription_id, month, sum(gross_amount) AS gross_amount, sum(net_amount) AS net_amount
FROM balance
GROUP BY ALL
HAVING sum(gross_amount) <> 0 OR sum(net_amount) <> 0
