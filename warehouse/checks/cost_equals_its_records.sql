-- Rule:    every charge and consumption record that costs something is a row of ledger.cost, with
--          its amounts to the last digit, and every row of ledger.cost is one (ANL-21).
-- Finds:   what either side has and the other has not, or has otherwise. A record that is counted
--          twice is found by ledger_ids_are_unique.sql.
-- Needs:   stage.checked_month.
-- Built otherwise than merges/cost.sql on purpose: what is excluded is taken off, not left out.

WITH charge AS (
    SELECT
        charge.charge_id,
        charge.reseller_id,
        charge.subscription_id,
        charge.plan_id,
        charge.status,
        charge.charge_type,
        charge.period_start_on,
        charge.gross_amount,
        charge.discount_amount
    FROM ledger.charge
    SEMI JOIN stage.checked_month AS checked
        ON checked.subscription_id = charge.subscription_id
        AND checked.month <= charge.period_start_on
        AND checked.month + INTERVAL 1 MONTH > charge.period_start_on
    WHERE charge.period_start_on >= getvariable('checked_from')
),

not_owed AS (
    SELECT charge_id FROM charge WHERE list_contains(['new', 'deleted', 'refunded'], status)
    UNION
    SELECT charge_id
    FROM charge
    JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.charge_type = 'consumption' AND plan.billing_type = 'payg_external'
),

charged AS (
    SELECT
        charge_id,
        sum(gross_amount) - coalesce(sum(gross_amount) FILTER (is_not_owed), 0) AS gross_amount,
        sum(discount_amount) - coalesce(sum(discount_amount) FILTER (is_not_owed), 0)
            AS discount_amount,
        sum(net_amount) - coalesce(sum(net_amount) FILTER (is_not_owed), 0) AS net_amount
    FROM (
        SELECT
            charge_id,
            gross_amount,
            discount_amount,
            net_amount,
            list_contains(['new', 'deleted', 'refunded'], status) AS is_not_owed
        FROM ledger.reseller_charge
    ) AS reseller_charge
    SEMI JOIN charge ON charge.charge_id = reseller_charge.charge_id AND charge.status = 'closed'
    GROUP BY charge_id
),

expected AS (
    SELECT
        'charge' AS source,
        charge.charge_id AS source_id,
        charge.subscription_id,
        charge.period_start_on AS day,
        coalesce(charged.gross_amount, charge.gross_amount) AS gross_amount,
        coalesce(charged.discount_amount, charge.discount_amount, 0) AS discount_amount,
        coalesce(charged.net_amount, charge.gross_amount - coalesce(charge.discount_amount, 0))
            AS net_amount
    FROM charge
    LEFT JOIN charged ON charged.charge_id = charge.charge_id
    ANTI JOIN not_owed ON not_owed.charge_id = charge.charge_id
    UNION ALL
    SELECT
        'consumption',
        consumption_id,
        consumption.subscription_id,
        consumed_on,
        gross_amount,
        discount_amount,
        gross_amount - discount_amount
    FROM ledger.consumption
    SEMI JOIN stage.checked_month AS checked
        ON checked.subscription_id = consumption.subscription_id
        AND checked.month <= consumption.consumed_on
        AND checked.month + INTERVAL 1 MONTH > consumption.consumed_on
    WHERE consumption.consumed_on >= getvariable('checked_from')
),

-- Both sides with opposite signs, and not joined: what agrees sums to nothing, and sums take less
-- memory than a join of everything with everything.
signed AS (
    SELECT source, source_id, subscription_id, day, 1 AS side,
        gross_amount, discount_amount, net_amount
    FROM expected
    UNION ALL
    SELECT source, source_id, subscription_id, day, -1,
        -gross_amount, -discount_amount, -net_amount
    FROM ledger.cost
    SEMI JOIN stage.checked_month USING (subscription_id, month)
)

SELECT source, source_id, sum(gross_amount) AS difference
FROM signed
GROUP BY source, source_id, subscription_id, day
HAVING sum(side) <> 0
    OR sum(gross_amount) <> 0
    OR sum(discount_amount) <> 0
    OR sum(net_amount) <> 0
