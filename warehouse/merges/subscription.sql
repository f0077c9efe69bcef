-- Changes: mirror.subscription, from stage.subscription; one row per subscription_id.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
-- Makes:   stage.newest_subscription, for what comes with a subscription; adds to
--          stage.touched_subscription the ones that are new, another account's now, or on another
--          plan.
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.newest_subscription AS
SELECT read.*
FROM (
    FROM stage.subscription
    QUALIFY row_number() OVER (
        PARTITION BY subscription_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) = 1
) AS read
LEFT JOIN mirror.subscription AS known USING (subscription_id)
WHERE coalesce(read.updated_at >= known.updated_at, true);

INSERT INTO stage.touched_subscription
SELECT subscription_id
FROM stage.newest_subscription AS read
LEFT JOIN mirror.subscription AS known USING (subscription_id)
WHERE (read.reseller_id, read.account_id, read.plan_id)
    IS DISTINCT FROM (known.reseller_id, known.account_id, known.plan_id);

MERGE INTO mirror.subscription AS known
USING (
    SELECT * EXCLUDE (page_number, record_number, has_children) FROM stage.newest_subscription
) AS read
    ON known.subscription_id = read.subscription_id
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
