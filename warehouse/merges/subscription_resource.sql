-- Changes: mirror.subscription_resource, from stage.subscription_resource; one row per resource_id of a subscription.
-- Rule:    they are replaced with their subscription: what it no longer has goes. A subscription that came
--          without naming any keeps what is known of it.
-- Needs:   stage.newest_subscription, which is made before the subscriptions are merged.
-- Answers: how many rows changed.

MERGE INTO mirror.subscription_resource AS known
USING (
    SELECT child.* EXCLUDE (page_number, record_number, has_children)
    FROM stage.subscription_resource AS child
    JOIN stage.newest_subscription USING (page_number, record_number)
    QUALIFY row_number() OVER (
        PARTITION BY child.subscription_id, child.resource_id
    ) = 1
) AS read
    ON known.subscription_id = read.subscription_id
    AND known.resource_id = read.resource_id
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME
WHEN NOT MATCHED BY SOURCE AND known.subscription_id IN (
        SELECT subscription_id FROM stage.newest_subscription WHERE has_children
    )
    THEN DELETE;
