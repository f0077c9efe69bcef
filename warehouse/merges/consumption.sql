-- Changes: ledger.consumption, from stage.consumption; one row per consumption_id.
-- Rule:    the platform gives these records no id, so the days that were asked for are replaced
--          whole; of days asked for twice the last answer counts. The id is made of the
--          subscription, the day, a digest of what tells one record from another, and a number
--          among records alike. Amounts are no part of it: usage that grows keeps its id.
--          A day of which a record was set aside stays as it is known, all of it: to take what
--          could be read beside what is known might count a record twice. Only where nothing is
--          known of such a day does what could be read come in. A record whose day can't be read
--          may be of any day of its window.
-- Needs:   stage.quarantine, for what was set aside.
-- Makes:   stage.read_consumption; adds to stage.touched_month the months whose costs it changes.
-- Answers: how many rows changed.

UPDATE ledger.consumption AS known
SET reseller_id = subscription.reseller_id, account_id = subscription.account_id
FROM mirror.subscription
SEMI JOIN stage.touched_subscription USING (subscription_id)
WHERE known.subscription_id = subscription.subscription_id
    AND (known.reseller_id, known.account_id)
        <> (subscription.reseller_id, subscription.account_id);

CREATE OR REPLACE TABLE stage.held_day AS
WITH set_aside AS (
    SELECT
        asked.*,
        TRY_CAST(
            json_extract_string(quarantine.record, '$.subscription.items[0].operate_day') AS DATE
        ) AS day
    FROM stage.quarantine
    JOIN stage.consumption_window AS asked USING (page_number)
    WHERE quarantine.collection = 'consumption'
)

SELECT DISTINCT known.subscription_id, known.consumed_on
FROM ledger.consumption AS known
JOIN set_aside
    ON set_aside.subscription_id = known.subscription_id
    AND known.consumed_on >= set_aside.start_on
    AND known.consumed_on < set_aside.end_on
    AND coalesce(set_aside.day = known.consumed_on, true)
WHERE NOT EXISTS (
    SELECT 1
    FROM stage.consumption_window AS later
    WHERE later.subscription_id = known.subscription_id
        AND later.page_number > set_aside.page_number
        AND known.consumed_on >= later.start_on
        AND known.consumed_on < later.end_on
);

CREATE OR REPLACE TABLE stage.read_consumption AS
WITH windowed AS (
    SELECT
        read.* EXCLUDE (page_number, record_number, has_children)
            REPLACE (
                subscription.account_id AS account_id,
                reseller.currency AS currency,
                left(md5(concat_ws(
                    chr(31),
                    coalesce(read.category, ''),
                    coalesce(read.resource_group, ''),
                    read.resource_name,
                    coalesce(read.description, ''),
                    coalesce(read.unit, ''),
                    coalesce(read.tags, '')
                )), 12) AS consumption_id
            )
    FROM stage.consumption AS read
    JOIN stage.consumption_window AS asked
        ON asked.page_number = read.page_number
        AND read.consumed_on >= asked.start_on
        AND read.consumed_on < asked.end_on
    JOIN mirror.subscription
        ON subscription.subscription_id = read.subscription_id
        AND subscription.reseller_id = read.reseller_id
    JOIN mirror.reseller ON reseller.reseller_id = read.reseller_id
    ANTI JOIN stage.held_day AS held
        ON held.subscription_id = read.subscription_id AND held.consumed_on = read.consumed_on
    WHERE NOT EXISTS (
        SELECT 1
        FROM stage.consumption_window AS later
        WHERE later.subscription_id = read.subscription_id
            AND later.page_number > read.page_number
            AND read.consumed_on >= later.start_on
            AND read.consumed_on < later.end_on
    )
)

SELECT
    * REPLACE (
        concat_ws(
            '-',
            subscription_id,
            strftime(consumed_on, '%Y%m%d'),
            consumption_id,
            row_number() OVER (
                PARTITION BY subscription_id, consumed_on, consumption_id
                ORDER BY billed_on, unit_price_amount, quantity, gross_amount, discount_amount
            )
        ) AS consumption_id
    )
FROM windowed;

TRUNCATE stage.consumption;

CREATE OR REPLACE TABLE stage.gone_consumption AS
SELECT DISTINCT known.consumption_id, known.subscription_id, known.consumed_on
FROM ledger.consumption AS known
JOIN stage.consumption_window AS asked
    ON asked.subscription_id = known.subscription_id
    AND known.consumed_on >= asked.start_on
    AND known.consumed_on < asked.end_on
ANTI JOIN stage.read_consumption AS read ON read.consumption_id = known.consumption_id
ANTI JOIN stage.held_day AS held
    ON held.subscription_id = known.subscription_id AND held.consumed_on = known.consumed_on;

DELETE FROM ledger.consumption AS known
USING stage.gone_consumption AS gone
WHERE known.consumption_id = gone.consumption_id;

DELETE FROM stage.read_consumption AS read
USING ledger.consumption AS known
WHERE known.consumed_on = read.consumed_on  -- A day is found sooner than a text.
    AND known.consumption_id = read.consumption_id
    AND read IS NOT DISTINCT FROM known;

INSERT INTO stage.touched_month
SELECT subscription_id, date_trunc('month', consumed_on) FROM stage.read_consumption
UNION
SELECT subscription_id, date_trunc('month', consumed_on) FROM stage.gone_consumption;

MERGE INTO ledger.consumption AS known
USING stage.read_consumption AS read
    ON known.consumed_on = read.consumed_on AND known.consumption_id = read.consumption_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

TRUNCATE stage.consumption_window;

DROP TABLE stage.held_day;

DROP TABLE stage.read_consumption;
