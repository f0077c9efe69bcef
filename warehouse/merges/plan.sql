-- Changes: mirror.plan, from stage.plan; one row per plan_id of a reseller.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
-- Makes:   stage.newest_plan, for what comes with a plan; adds to stage.touched_subscription the
--          subscriptions whose costs are named or counted otherwise now.
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.newest_plan AS
SELECT read.*
FROM (
    FROM stage.plan
    QUALIFY row_number() OVER (
        PARTITION BY reseller_id, plan_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) = 1
) AS read
LEFT JOIN mirror.plan AS known USING (reseller_id, plan_id)
WHERE coalesce(read.updated_at >= known.updated_at, true);

INSERT INTO stage.touched_subscription
SELECT DISTINCT subscription.subscription_id
FROM stage.newest_plan AS read
JOIN mirror.plan AS known USING (reseller_id, plan_id)
JOIN mirror.subscription USING (reseller_id, plan_id)
WHERE read.name <> known.name OR read.billing_type <> known.billing_type;

MERGE INTO mirror.plan AS known
USING (
    SELECT * EXCLUDE (page_number, record_number, has_children) FROM stage.newest_plan
) AS read
    ON known.reseller_id = read.reseller_id
    AND known.plan_id = read.plan_id
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
