-- Changes: ledger.charge_deviation: the figures of reseller charges that do not follow from their
--          others (REP-5).
-- Rule:    gross = net + discount; net = plan amount x rate - discount, to a cent; for recurring
--          charges the plan amount = unit price x quantity x duration, to a cent and to what the
--          three places of a duration leave open.
-- Needs:   stage.reseller_charge, stage.changed_reseller_charge.
-- Answers: how many rows changed.

DELETE FROM ledger.charge_deviation AS known
USING stage.changed_reseller_charge AS changed
WHERE known.reseller_charge_id = changed.reseller_charge_id;

INSERT INTO ledger.charge_deviation BY NAME
WITH gross AS (
    SELECT
        changed.reseller_charge_id,
        changed.reseller_id,
        'gross_amount' AS figure,
        sent.gross_amount AS sent_amount,
        changed.gross_amount AS expected_amount
    FROM stage.changed_reseller_charge AS changed
    JOIN stage.reseller_charge AS sent USING (reseller_charge_id)
    WHERE sent.updated_at IS NOT DISTINCT FROM changed.updated_at
        AND sent.gross_amount <> changed.gross_amount
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
        CAST(plan_amount AS DECIMAL(38, 6)) * exchange_rate - discount_amount AS expected_amount
    FROM net_suspect
    WHERE abs(sent_amount - expected_amount) > 0.01
),

plan_suspect AS MATERIALIZED (
    SELECT changed.*
    FROM stage.changed_reseller_charge AS changed
    SEMI JOIN ledger.charge
        ON charge.charge_id = changed.charge_id AND charge.charge_type = 'recurring'
    WHERE abs(
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
        monthly_amount * duration_months AS expected_amount
    FROM plan_suspect
    WHERE abs(sent_amount - expected_amount) > 0.01 + abs(monthly_amount) * 0.0005
),

deviating AS (
    SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount FROM gross
    UNION
    SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount FROM net
    UNION
    SELECT reseller_charge_id, reseller_id, figure, sent_amount, expected_amount FROM plan
)

SELECT * REPLACE (TRY_CAST(expected_amount AS DECIMAL(18, 6)) AS expected_amount)
FROM deviating
WHERE TRY_CAST(expected_amount AS DECIMAL(18, 6)) IS NOT NULL;

TRUNCATE stage.reseller_charge;

DROP TABLE stage.changed_reseller_charge;
