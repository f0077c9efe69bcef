-- Changes: ledger.quarantine, from stage.quarantine.
-- Rule:    a record leaves when it is read again and understood; of equal ids the last read
--          counts. One that is known with this reason already is not touched. Consumption, which
--          has no ids, leaves with the days that were read again.
-- Binds:   $load_id (VARCHAR), $met_at (TIMESTAMP).
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.understood AS
WITH usable AS (
    SELECT 'charges' AS collection, reseller_id, charge_id AS record_id, page_number
    FROM stage.charge
    UNION ALL
    SELECT 'reseller_charges', reseller_id, reseller_charge_id, page_number
    FROM stage.reseller_charge
    UNION ALL
    SELECT 'expenses', reseller_id, concat(subscription_id, '/', month), page_number
    FROM stage.platform_expense
)

SELECT usable.collection, usable.reseller_id, usable.record_id, max(page_number) AS page_number
FROM usable
SEMI JOIN (
    FROM ledger.quarantine
    UNION ALL BY NAME
    FROM stage.quarantine
) AS quarantined USING (collection, reseller_id, record_id)
GROUP BY ALL;

DELETE FROM ledger.quarantine AS known
USING stage.understood
WHERE understood.collection = known.collection
    AND understood.reseller_id = known.reseller_id
    AND understood.record_id = known.record_id;

DELETE FROM ledger.quarantine AS known
WHERE known.collection = 'consumption'
    AND json_extract_string(known.record, '$.subscription.id') IN (
        SELECT subscription_id FROM stage.consumption_window
    )
    AND NOT EXISTS (
        SELECT 1
        FROM stage.quarantine AS read
        WHERE read.collection = known.collection AND read.record_id = known.record_id
    );

MERGE INTO ledger.quarantine AS known
USING (
    SELECT
        read.collection, read.reseller_id, read.record_id, read.reason, read.record,
        $load_id AS load_id, CAST($met_at AS TIMESTAMP) AS met_at
    FROM stage.quarantine AS read
    LEFT JOIN stage.understood USING (collection, reseller_id, record_id)
    WHERE read.collection IN ('charges', 'reseller_charges', 'consumption', 'expenses')
        AND coalesce(understood.page_number < read.page_number, true)
    QUALIFY row_number() OVER (
        PARTITION BY read.collection, read.reseller_id, read.record_id
        ORDER BY read.page_number DESC
    ) = 1
) AS read
    ON known.collection = read.collection
    AND known.reseller_id = read.reseller_id
    AND known.record_id = read.record_id
WHEN MATCHED AND (known.reason, known.record) <> (read.reason, read.record) THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

DROP TABLE stage.understood;
