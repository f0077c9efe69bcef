-- Changes: ledger.reseller_charge, from stage.reseller_charge; one row per reseller_charge_id.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
--          What the reseller is charged (net) and its discount are taken as sent; the gross is
--          their sum, so that the three always agree. A gross sent otherwise is recorded by
--          charge_deviation.sql. Where one of the two is missing it follows from the gross.
-- Makes:   stage.changed_reseller_charge, with the gross as sent, and with the type and the first
--          day of its charge; adds to stage.touched_month the months of their charges.
-- Answers: how many rows changed.

DELETE FROM stage.reseller_charge AS read
USING (
    SELECT page_number, record_number
    FROM stage.reseller_charge
    QUALIFY row_number() OVER (
        PARTITION BY reseller_charge_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) > 1
) AS older
WHERE older.page_number = read.page_number AND older.record_number = read.record_number;

CREATE OR REPLACE TABLE stage.changed_reseller_charge AS
WITH completed AS (
    SELECT
        read.* EXCLUDE (page_number, record_number, has_children)
            REPLACE (
                charge.subscription_id AS subscription_id,
                coalesce(
                    read.discount_amount, read.gross_amount - read.net_amount, 0
                ) AS discount_amount,
                coalesce(
                    read.net_amount, read.gross_amount - coalesce(read.discount_amount, 0)
                ) AS net_amount
            ),
        read.gross_amount AS sent_gross_amount,
        charge.charge_type,
        charge.period_start_on
    FROM stage.reseller_charge AS read
    JOIN ledger.charge USING (reseller_id, charge_id)
)

SELECT
    * REPLACE (
        CAST(discount_amount AS DECIMAL(18, 6)) AS discount_amount,
        CAST(net_amount AS DECIMAL(18, 6)) AS net_amount,
        CAST(net_amount + discount_amount AS DECIMAL(18, 6)) AS gross_amount
    )
FROM completed;

TRUNCATE stage.reseller_charge;  -- Twice the same rows would be twice the memory.

CREATE OR REPLACE TABLE stage.known_reseller_charge AS
SELECT
    known.reseller_charge_id,
    known.charge_id,
    coalesce(read.updated_at < known.updated_at, false) OR read IS NOT DISTINCT FROM known
        AS is_kept
FROM ledger.reseller_charge AS known
JOIN (
    SELECT * EXCLUDE (sent_gross_amount, charge_type, period_start_on)
    FROM stage.changed_reseller_charge
) AS read ON read.reseller_charge_id = known.reseller_charge_id;

DELETE FROM stage.changed_reseller_charge
WHERE reseller_charge_id IN (
    SELECT reseller_charge_id FROM stage.known_reseller_charge WHERE is_kept
);

INSERT INTO stage.touched_month
SELECT subscription_id, date_trunc('month', period_start_on)
FROM stage.changed_reseller_charge
UNION
SELECT charge.subscription_id, date_trunc('month', charge.period_start_on)
FROM ledger.charge
SEMI JOIN (
    SELECT known.charge_id
    FROM stage.known_reseller_charge AS known
    JOIN stage.changed_reseller_charge AS changed
        ON changed.reseller_charge_id = known.reseller_charge_id
        AND changed.charge_id <> known.charge_id
) AS left_charge USING (charge_id);

DROP TABLE stage.known_reseller_charge;

MERGE INTO ledger.reseller_charge AS known
USING (
    SELECT * EXCLUDE (sent_gross_amount, charge_type, period_start_on)
    FROM stage.changed_reseller_charge
) AS read
    ON known.reseller_charge_id = read.reseller_charge_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
