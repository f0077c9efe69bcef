-- Changes: ledger.charge, from stage.charge; one row per charge_id.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent. A charge is
--          its subscription's account's, whatever it says itself.
-- Makes:   stage.changed_charge; adds to stage.touched_month the months whose costs it changes. A
--          charge of consumption says for every month it covers whether that is closed.
-- Answers: how many rows changed.
-- What is not to be merged leaves the stage, and what stays there is merged from it: a copy of so
-- many rows would take more time and memory than all else here.

UPDATE ledger.charge AS known
SET reseller_id = subscription.reseller_id, account_id = subscription.account_id
FROM mirror.subscription
SEMI JOIN stage.touched_subscription USING (subscription_id)
WHERE known.subscription_id = subscription.subscription_id
    AND (known.reseller_id, known.account_id)
        <> (subscription.reseller_id, subscription.account_id);

DELETE FROM stage.charge AS read
USING (
    SELECT page_number, record_number
    FROM stage.charge
    QUALIFY row_number() OVER (
        PARTITION BY charge_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) > 1
) AS older
WHERE older.page_number = read.page_number AND older.record_number = read.record_number;

CREATE OR REPLACE VIEW stage.changed_charge AS
SELECT
    read.* EXCLUDE (page_number, record_number, has_children)
        REPLACE (
            subscription.account_id AS account_id,
            coalesce(read.plan_id, subscription.plan_id) AS plan_id
        )
FROM stage.charge AS read
JOIN mirror.subscription USING (reseller_id, subscription_id);

CREATE OR REPLACE TABLE stage.known_charge AS
SELECT
    known.charge_id,
    known.subscription_id,
    known.charge_type,
    known.period_start_on,
    known.period_last_on,
    coalesce(read.updated_at < known.updated_at, false) OR read IS NOT DISTINCT FROM known
        AS is_kept
FROM stage.changed_charge AS read
JOIN ledger.charge AS known ON known.charge_id = read.charge_id;

DELETE FROM stage.charge
WHERE charge_id IN (SELECT charge_id FROM stage.known_charge WHERE is_kept);

INSERT INTO stage.touched_month
WITH affected AS (
    SELECT subscription_id, charge_type, period_start_on, period_last_on
    FROM stage.changed_charge
    UNION ALL
    SELECT subscription_id, charge_type, period_start_on, period_last_on
    FROM stage.known_charge
    WHERE NOT is_kept
)
SELECT subscription_id, date_trunc('month', period_start_on)
FROM affected
UNION
SELECT
    subscription_id,
    unnest(generate_series(
        date_trunc('month', period_start_on), period_last_on, INTERVAL 1 MONTH
    ))
FROM affected
WHERE charge_type = 'consumption';

MERGE INTO ledger.charge AS known
USING stage.changed_charge AS read
    ON known.charge_id = read.charge_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

TRUNCATE stage.charge;

DROP TABLE stage.known_charge;
