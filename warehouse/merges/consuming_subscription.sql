-- Makes:   stage.consuming: whose consumption the vendor records, from which day on there may be
--          some, and up to which day.
-- Answers: the same: reseller_id, subscription_id, first_day DATE (of any consumption),
--          unread_since DATE (from which day on something was never read; NULL when everything
--          was); ordered.
-- Rule:    everyone's who is on a plan of that kind (payg_external), and everyone's who was: of whom
--          consumption is known, or a charge of consumption under such a plan. A subscription that
--          was deleted, or left such a plan, gets no more consumption two months later. The day
--          before created_at stands for its day, which is another one in the platform's zone.
--          What could not be read is read again, from its month on; from the start where its day
--          is unknown. So is, from the start, a subscription that came into being after its
--          reseller's consumption was read last, or changed since and was not of that kind before,
--          or was another reseller's: no consumption of it is known.
-- Needs:   stage.touched_subscription, stage.charge.
-- Binds:   $since (DATE: who had no more to come by then is left out; the first of all days leaves
--          nobody out), $end (DATE: of the days to come, the first).

TRUNCATE stage.consuming;

INSERT INTO stage.consuming BY NAME
WITH unread AS (
    SELECT
        json_extract_string(record, '$.subscription.id') AS subscription_id,
        min(coalesce(
            TRY_CAST(json_extract_string(record, '$.subscription.items[0].operate_day') AS DATE),
            DATE '1970-01-01'
        )) AS day
    FROM ledger.quarantine
    WHERE collection = 'consumption'
    GROUP BY ALL
),

charge AS (
    SELECT reseller_id, subscription_id, plan_id, period_start_on
    FROM ledger.charge
    WHERE charge_type = 'consumption' AND period_last_on >= $since
    UNION ALL
    SELECT reseller_id, subscription_id, plan_id, period_start_on
    FROM stage.charge
    WHERE charge_type = 'consumption'
),

recorded AS (
    SELECT subscription_id, min(day) AS earliest_day
    FROM (
        SELECT subscription_id, consumed_on AS day
        FROM ledger.consumption
        WHERE consumed_on >= $since
        UNION ALL
        SELECT charge.subscription_id, charge.period_start_on
        FROM charge
        JOIN mirror.plan
            ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
        WHERE plan.billing_type = 'payg_external'
    )
    GROUP BY subscription_id
),

consuming AS (
    SELECT
        subscription.*,
        least(
            subscription.started_on,
            CAST(subscription.created_at AS DATE) - 1,
            recorded.earliest_day
        ) AS first_day,
        CAST(date_trunc('month', unread.day) AS DATE) AS unread_month,
        cursor.read_until - INTERVAL 1 DAY AS read_until
    FROM mirror.subscription
    LEFT JOIN mirror.plan USING (reseller_id, plan_id)
    LEFT JOIN recorded USING (subscription_id)
    LEFT JOIN unread USING (subscription_id)
    LEFT JOIN ledger.cursor
        ON cursor.reseller_id = subscription.reseller_id AND cursor.collection = 'consumption'
    WHERE recorded.subscription_id IS NOT NULL
        OR unread.subscription_id IS NOT NULL
        OR (
            plan.billing_type = 'payg_external'
            AND (
                subscription.status <> 'deleted'
                OR coalesce(subscription.updated_at >= $since, true)
                OR cursor.read_until IS NULL
            )
        )
),

changed AS (
    SELECT subscription_id FROM consuming WHERE updated_at >= read_until
    UNION
    SELECT subscription_id FROM stage.touched_subscription
),

consumed_before AS (
    SELECT DISTINCT subscription_id FROM ledger.consumption SEMI JOIN changed USING (subscription_id)
),

never_read AS (
    SELECT subscription_id FROM consuming WHERE created_at >= read_until
    UNION
    SELECT subscription_id FROM changed ANTI JOIN consumed_before USING (subscription_id)
)

SELECT
    reseller_id,
    subscription_id,
    first_day,
    CASE
        WHEN never_read.subscription_id IS NULL THEN unread_month ELSE first_day
    END AS unread_since,
    $end AS end_on
FROM consuming
LEFT JOIN never_read USING (subscription_id)
WHERE first_day IS NOT NULL;

SELECT reseller_id, subscription_id, first_day, unread_since
FROM stage.consuming
ORDER BY ALL;
