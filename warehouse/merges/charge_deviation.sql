-- Changes: ledger.charge_deviation: the figures of reseller charges that do not follow from their
--          others (REP-5).
-- Rule:    gross = net + discount; net = plan amount x rate - discount, to a cent; for recurring
--          charges the plan amount = unit price x quantity x duration, to a cent and to what the
--          three places of a duration leave open.
-- Needs:   stage.changed_reseller_charge.
-- Answers: how many rows changed.

DELETE FROM ledger.charge_deviation AS known
USING stage.changed_reseller_charge AS changed
WHERE known.reseller_charge_id = changed.reseller_charge_id;

INSERT INTO ledger.charge_deviation BY NAME
WITH gross AS (
    SELECT
        reseller_charge_id,
        reseller_id,
        'gross_amount' AS figure,
        sent_gross_amount AS sent_amount,
        gross_amount AS expected_amount
    FROM stage.changed_reseller_charge
    WHERE sent_gross_amount <> gross_amount
),

-- Exact products of amounts are slow: floats choose the rows that are worth one, and no more.
net_suspect AS MATERIALIZED (
    SELECT *
    FROM stage.changed_reseller_charge
    WHERE abs(
        CAST(plan_amount AS DOUBLE) * CAST(exchange_rate AS DOUBLE)
        - CAST(net_amount + discount_amount AS DOUBLE)
    ) > 0.009
),

net AS (
    SELECT
        reseller_charge_id,
        reseller_id,
        'net_amount' AS figure,
        net_amount AS sent_amount,
        CAST(plan_amount AS DECIMAL(38, 6)) * exchange_rate - discount_amount AS exact_amount,
        TRY_CAST(exact_amount AS DECIMAL(18, 6)) AS expected_amount
    FROM net_suspect
    WHERE abs(sent_amount - exact_amount) > 0.01
),

plan_suspect AS MATERIALIZED (
    SELECT *
    FROM stage.changed_reseller_charge
    WHERE charge_type = 'recurring'
        AND abs(
            CAST(unit_price_amount AS DOUBLE) * CAST(quantity AS DOUBLE)
                * CAST(duration_months AS DOUBLE)
            - CAST(plan_amount AS DOUBLE)
        ) > 0.009
),

plan AS (
    SELECT
        reseller_charge_id,
        reseller_id,
        'plan_amount' AS figure,
        plan_amount AS sent_amount,
        CAST(CAST(unit_price_amount AS DECIMAL(38, 6)) * quantity AS DECIMAL(38, 6))
            AS monthly_amount,
        monthly_amount * duration_months AS exact_amount,
        TRY_CAST(exact_amount AS DECIMAL(18, 6)) AS expected_amount
    FROM plan_suspect
    WHERE abs(sent_amount - exact_amount) > 0.01 + abs(monthly_amount) * 0.0005
)

-- Each leaves out what its table has no room for: over all three together, DuckDB would cast the
-- amounts of every row to learn it.
SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount FROM gross
UNION ALL
SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount
FROM net
WHERE expected_amount IS NOT NULL
UNION ALL
SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount
FROM plan
WHERE expected_amount IS NOT NULL;

DROP TABLE stage.changed_reseller_charge;
