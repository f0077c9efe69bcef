-- Answers: whose consumption does the vendor record, and from which day on may there be some?
-- Rule:    a deleted subscription gets no more consumption two months later. What could not be
--          read before is read again, from its month on; from the start where its day is unknown.
-- Columns: reseller_id, subscription_id, first_day DATE (of any consumption), unread_since DATE
--          (NULL when everything could be read); ordered.
-- Binds:   $since (DATE: what was deleted before it is left out).

WITH unread AS (
    SELECT
        json_extract_string(record, '$.subscription.id') AS subscription_id,
        coalesce(
            TRY_CAST(json_extract_string(record, '$.subscription.items[0].operate_day') AS DATE),
            DATE '1970-01-01'
        ) AS day
    FROM ledger.quarantine
    WHERE collection = 'consumption'
)

SELECT
    subscription.reseller_id,
    subscription.subscription_id,
    coalesce(subscription.started_on, CAST(subscription.created_at AS DATE)) AS first_day,
    CAST(min(date_trunc('month', unread.day)) AS DATE) AS unread_since
FROM mirror.subscription
JOIN mirror.plan USING (reseller_id, plan_id)
LEFT JOIN unread USING (subscription_id)
WHERE plan.billing_type = 'payg_external'
    AND (
        subscription.status <> 'deleted'
        OR subscription.updated_at >= $since
        OR unread.subscription_id IS NOT NULL
    )
GROUP BY ALL
HAVING first_day IS NOT NULL
ORDER BY ALL;
