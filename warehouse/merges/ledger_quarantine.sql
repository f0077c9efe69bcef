-- Changes: ledger.quarantine, from stage.quarantine.
-- Rule:    a record leaves when it is read again and understood; of equal ids the last read
--          counts. One that is known with this reason already is not touched. Consumption, which
--          has no ids, leaves when its day is read again and it is not met; where its day can't be
--          read, when all days are, from the first there may be consumption on.
-- Needs:   stage.consuming, stage.consumption_window.
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

CREATE OR REPLACE TABLE stage.read_whole AS
SELECT subscription_id
FROM stage.consuming
JOIN stage.consumption_window AS asked USING (subscription_id)
WHERE asked.end_on > consuming.first_day
GROUP BY subscription_id, consuming.first_day, consuming.end_on
HAVING sum(asked.end_on - greatest(asked.start_on, consuming.first_day))
    >= consuming.end_on - consuming.first_day;

CREATE OR REPLACE TABLE stage.gone_unread AS
WITH unread AS (
    SELECT
        record_id,
        json_extract_string(record, '$.subscription.id') AS subscription_id,
        TRY_CAST(json_extract_string(record, '$.subscription.items[0].operate_day') AS DATE) AS day
    FROM ledger.quarantine
    WHERE collection = 'consumption'
)

SELECT record_id
FROM unread
JOIN stage.consumption_window AS asked
    ON asked.subscription_id = unread.subscription_id
    AND asked.start_on <= unread.day
    AND asked.end_on > unread.day
UNION
SELECT record_id
FROM unread
SEMI JOIN stage.read_whole USING (subscription_id)
WHERE day IS NULL;

DELETE FROM ledger.quarantine AS known
USING stage.gone_unread AS gone
WHERE known.collection = 'consumption'
    AND known.record_id = gone.record_id
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

DROP TABLE stage.read_whole;

DROP TABLE stage.gone_unread;
