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
WITH figure AS (
    SELECT
        changed.reseller_charge_id,
        changed.reseller_id,
        'gross_amount' AS figure,
        sent.gross_amount AS sent_amount,
        changed.gross_amount AS expected_amount,
        0 AS tolerance
    FROM stage.changed_reseller_charge AS changed
    JOIN stage.reseller_charge AS sent USING (reseller_charge_id, updated_at)
    UNION ALL
    SELECT
        reseller_charge_id,
        reseller_id,
        'net_amount',
        net_amount,
        plan_amount * exchange_rate - discount_amount,
        0.01
    FROM stage.changed_reseller_charge
    UNION ALL
    SELECT
        changed.reseller_charge_id,
        changed.reseller_id,
        'plan_amount',
        changed.plan_amount,
        CAST(changed.unit_price_amount * changed.quantity AS DECIMAL(26, 6))
            * changed.duration_months,
        0.01 + abs(changed.unit_price_amount * changed.quantity) * 0.0005
    FROM stage.changed_reseller_charge AS changed
    JOIN ledger.charge USING (charge_id)
    WHERE charge.charge_type = 'recurring'
)

SELECT DISTINCT
    reseller_charge_id,
    reseller_id,
    figure,
    sent_amount,
    TRY_CAST(expected_amount AS DECIMAL(18, 6)) AS expected_amount
FROM figure
WHERE abs(sent_amount - expected_amount) > tolerance
    AND TRY_CAST(expected_amount AS DECIMAL(18, 6)) IS NOT NULL;
