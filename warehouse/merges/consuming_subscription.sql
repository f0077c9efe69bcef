-- Answers: whose consumption does the vendor record, and from which day on may there be some?
-- Rule:    everyone's who is on a plan of that kind (payg_external), and everyone's who was: of whom
--          consumption is known, or a charge of consumption under such a plan. A subscription that
--          was deleted, or left such a plan, gets no more consumption two months later. What could
--          not be read before is read again, from its month on; from the start where its day is
--          unknown. The day before created_at stands for its day, which is another one in the
--          platform's zone.
-- Columns: reseller_id, subscription_id, first_day DATE (of any consumption), unread_since DATE
--          (NULL when everything could be read); ordered.
-- Binds:   $since (DATE: who had no more to come by then is left out; the first of all days leaves
--          nobody out).

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
)

SELECT
    subscription.reseller_id,
    subscription.subscription_id,
    least(
        subscription.started_on, CAST(subscription.created_at AS DATE) - 1, recorded.earliest_day
    ) AS first_day,
    CAST(date_trunc('month', unread.day) AS DATE) AS unread_since
FROM mirror.subscription
LEFT JOIN mirror.plan USING (reseller_id, plan_id)
LEFT JOIN recorded USING (subscription_id)
LEFT JOIN unread USING (subscription_id)
WHERE first_day IS NOT NULL
    AND (
        recorded.subscription_id IS NOT NULL
        OR unread.subscription_id IS NOT NULL
        OR (
            plan.billing_type = 'payg_external'
            AND (subscription.status <> 'deleted'
                OR coalesce(subscription.updated_at >= $since, true))
        )
    )
ORDER BY ALL;
