-- Rule:    what a subscription costs in a month, summed up, is the sum of its charges and
--          consumption there (ANL-21).
-- Finds:   the months whose sums differ.
-- Needs:   stage.checked_month.
-- Says with sums what cost_equals_its_records.sql says with rows, from reseller charges first: a
-- mistake in one of the two is no mistake in the other.

WITH checked AS (SELECT DISTINCT subscription_id FROM stage.checked_month),

closed AS (
    SELECT
        charge.subscription_id,
        date_trunc('month', charge.period_start_on) AS month,
        reseller_charge.gross_amount,
        reseller_charge.net_amount
    FROM ledger.reseller_charge
    SEMI JOIN checked ON checked.subscription_id = reseller_charge.subscription_id
    JOIN ledger.charge ON charge.charge_id = reseller_charge.charge_id
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.status = 'closed'
        AND coalesce(reseller_charge.status, '') NOT IN ('new', 'deleted', 'refunded')
        AND NOT (charge.charge_type = 'consumption'
            AND coalesce(plan.billing_type, '') = 'payg_external')
),

not_closed AS (
    SELECT
        charge.subscription_id,
        date_trunc('month', charge.period_start_on) AS month,
        charge.gross_amount,
        charge.gross_amount - coalesce(charge.discount_amount, 0) AS net_amount
    FROM ledger.charge
    SEMI JOIN checked ON checked.subscription_id = charge.subscription_id
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.status NOT IN ('new', 'deleted', 'refunded')
        AND NOT (charge.charge_type = 'consumption'
            AND coalesce(plan.billing_type, '') = 'payg_external')
        AND NOT (charge.status = 'closed' AND EXISTS (
            SELECT 1
            FROM ledger.reseller_charge
            WHERE reseller_charge.charge_id = charge.charge_id
                AND coalesce(reseller_charge.status, '') NOT IN ('new', 'deleted', 'refunded')
        ))
),

consumed AS (
    SELECT
        subscription_id,
        date_trunc('month', consumed_on) AS month,
        gross_amount,
        gross_amount - discount_amount AS net_amount
    FROM ledger.consumption
    SEMI JOIN checked USING (subscription_id)
),

balance AS (
    SELECT subscription_id, month, gross_amount, net_amount FROM closed
    UNION ALL
    SELECT subscription_id, month, gross_amount, net_amount FROM not_closed
    UNION ALL
    SELECT subscription_id, month, gross_amount, net_amount FROM consumed
    UNION ALL
    SELECT subscription_id, month, -gross_amount, -net_amount
    FROM ledger.cost_by_month
    SEMI JOIN checked USING (subscription_id)
)

SELECT
    subscription_id,
    CAST(month AS DATE) AS month,
    sum(gross_amount) AS gross_amount,
    sum(net_amount) AS net_amount
FROM balance
SEMI JOIN stage.checked_month USING (subscription_id, month)
GROUP BY ALL
HAVING sum(gross_amount) <> 0 OR sum(net_amount) <> 0
