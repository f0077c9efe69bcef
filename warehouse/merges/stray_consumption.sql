-- Changes: stage.consumption, stage.unusable: finds what was consumed on a day, or by a subscription,
--          that its page was not asked for.
-- Rule:    where this load asked another page for it, it counts with that page, with the last one
--          that was asked, unless that page tells of it itself. Otherwise it is set aside, unless it
--          is known already. Two records tell of the same thing when at most their amounts differ.
-- Needs:   stage.consumption_window.

CREATE OR REPLACE TABLE stage.stray AS
SELECT
    read.page_number,
    read.record_number,
    read.reseller_id,
    read.subscription_id,
    read.consumed_on,
    hash(read.billed_on, read.category, read.resource_group, read.resource_name, read.description,
        read.unit, read.tags) AS thing,
    max(own.page_number) AS own_page
FROM stage.consumption AS read
ANTI JOIN stage.consumption_window AS asked
    ON asked.page_number = read.page_number
    AND asked.subscription_id = read.subscription_id
    AND asked.start_on <= read.consumed_on
    AND asked.end_on > read.consumed_on
LEFT JOIN stage.consumption_window AS own
    ON own.subscription_id = read.subscription_id
    AND own.start_on <= read.consumed_on
    AND own.end_on > read.consumed_on
GROUP BY ALL;

DELETE FROM stage.consumption AS read
USING (
    SELECT stray.page_number, stray.record_number
    FROM stage.stray
    JOIN stage.consumption AS own
        ON own.page_number = stray.own_page
        AND own.subscription_id = stray.subscription_id
        AND own.consumed_on = stray.consumed_on
        AND hash(own.billed_on, own.category, own.resource_group, own.resource_name,
            own.description, own.unit, own.tags) = stray.thing
    UNION ALL
    SELECT stray.page_number, stray.record_number
    FROM stage.stray
    JOIN ledger.consumption AS known
        ON known.subscription_id = stray.subscription_id
        AND known.consumed_on = stray.consumed_on
        AND hash(known.billed_on, known.category, known.resource_group, known.resource_name,
            known.description, known.unit, known.tags) = stray.thing
    WHERE stray.own_page IS NULL
    UNION ALL
    -- Two pages may both tell of a day that neither was asked for.
    (
        SELECT page_number, record_number
        FROM stage.stray
        QUALIFY dense_rank() OVER (
            PARTITION BY subscription_id, consumed_on, thing ORDER BY page_number DESC
        ) > 1
    )
) AS told
WHERE told.page_number = read.page_number AND told.record_number = read.record_number;

INSERT INTO stage.unusable
SELECT
    'consumption', reseller_id, page_number, record_number,
    concat('operate_day is ''', consumed_on, ''' of ', subscription_id, ', which was not asked for')
FROM stage.stray
SEMI JOIN stage.consumption USING (page_number, record_number)
WHERE own_page IS NULL;

DELETE FROM stage.consumption AS read
USING stage.unusable
WHERE unusable.collection = 'consumption'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;

UPDATE stage.consumption AS read
SET page_number = stray.own_page
FROM stage.stray
WHERE stray.page_number = read.page_number AND stray.record_number = read.record_number;

DROP TABLE stage.stray;
