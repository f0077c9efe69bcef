-- Changes: ledger.reseller_charge, from stage.reseller_charge; one row per reseller_charge_id.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
--          What the reseller is charged (net) and its discount are taken as sent; the gross is
--          their sum, so that the three always agree. A gross sent otherwise is recorded by
--          charge_deviation.sql. Where one of the two is missing it follows from the gross.
-- Makes:   stage.changed_reseller_charge; adds to stage.touched_month the months of their charges.
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.changed_reseller_charge AS
WITH newest AS (
    FROM stage.reseller_charge
    QUALIFY row_number() OVER (
        PARTITION BY reseller_charge_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) = 1
),

completed AS (
    SELECT
        newest.* EXCLUDE (page_number, record_number, has_children)
            REPLACE (
                charge.subscription_id AS subscription_id,
                coalesce(
                    newest.discount_amount, newest.gross_amount - newest.net_amount, 0
                ) AS discount_amount,
                coalesce(
                    newest.net_amount, newest.gross_amount - coalesce(newest.discount_amount, 0)
                ) AS net_amount
            )
    FROM newest
    JOIN ledger.charge USING (reseller_id, charge_id)
)

SELECT
    * REPLACE (
        CAST(discount_amount AS DECIMAL(18, 6)) AS discount_amount,
        CAST(net_amount AS DECIMAL(18, 6)) AS net_amount,
        CAST(net_amount + discount_amount AS DECIMAL(18, 6)) AS gross_amount
    )
FROM completed;

DELETE FROM stage.changed_reseller_charge AS read
USING ledger.reseller_charge AS known
WHERE known.reseller_charge_id = read.reseller_charge_id
    AND (coalesce(read.updated_at < known.updated_at, false) OR read IS NOT DISTINCT FROM known);

INSERT INTO stage.touched_month
SELECT DISTINCT charge.subscription_id, date_trunc('month', charge.period_start_on)
FROM (
    SELECT charge_id FROM stage.changed_reseller_charge
    UNION
    SELECT known.charge_id
    FROM ledger.reseller_charge AS known
    SEMI JOIN stage.changed_reseller_charge USING (reseller_charge_id)
) AS affected
JOIN ledger.charge USING (charge_id);

MERGE INTO ledger.reseller_charge AS known
USING stage.changed_reseller_charge AS read
    ON known.reseller_charge_id = read.reseller_charge_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
