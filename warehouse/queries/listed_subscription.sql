-- Question: which subscriptions fit these filters, and what does the list say of them?
--           (SUB-2, SUB-4, SUB-5, SUB-6)
-- Grain:    one row per subscription of a page; the last page where the one asked for is past it.
-- Columns:  match_count (how many fit, on all pages); subscription_id, account_id, plan_id, name,
--           status (as sent), is_trial, started_on, expires_on, is_auto_renewed, updated_at (UTC),
--           plan_period_id, is_auto_renew_locked, manual_renew_point_days, abilities (JSON);
--           account_name, account_status (as sent); plan_name, billing_type (as sent), currency,
--           product_id, service_term_id, plan_status (as sent); product_name; the primary resource:
--           resource_id, plan_resource_id, resource, included_quantity, additional_quantity,
--           minimum_quantity, maximum_quantity (NULL: no limit) DECIMAL(18, 0),
--           recurring_fee_amount (per month, for one unit, in the plan's currency), unit,
--           is_measured, is_primary, used_quantity; the newest order that is neither completed nor
--           cancelled: order_id, order_type, order_status (as sent), provisioned_on. What the mirror
--           does not know is NULL.
-- Binds:    $words (VARCHAR: parts of id, name or client, a space between), $statuses,
--           $account_ids, $product_ids, $plan_ids, $billing_types (VARCHAR[]), $is_auto_renewed,
--           $is_trial (BOOLEAN), $expires_from, $expires_until, $started_from, $started_until (DATE,
--           the last ones excluded; started is activated): NULL for no limit of that kind, which for $statuses leaves out the deleted ones. $sort ('id',
--           'name', 'client', 'activation', 'expiration'), $is_descending (BOOLEAN), $first, $most
--           (BIGINT: how many to skip, how many to give), $reseller_id (VARCHAR).

WITH matching AS MATERIALIZED (
    SELECT
        subscription.subscription_id,
        subscription.account_id,
        subscription.name,
        subscription.started_on,
        subscription.expires_on,
        subscription.created_at,
        account.name AS account_name,
        CASE
            WHEN $words IS NOT NULL THEN
                strip_accents(
                    lower(concat_ws(' ', subscription_id, subscription.name, account.name))
                )
        END AS searched
    FROM mirror.subscription
    LEFT JOIN mirror.account
        ON account.account_id = subscription.account_id
        AND account.reseller_id = subscription.reseller_id
    LEFT JOIN mirror.plan
        ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
    WHERE subscription.reseller_id = $reseller_id
        AND CASE
            WHEN $statuses IS NULL THEN subscription.status <> 'deleted'
            ELSE list_contains($statuses, subscription.status)
        END
        AND ($account_ids IS NULL OR list_contains($account_ids, subscription.account_id))
        AND ($product_ids IS NULL OR list_contains($product_ids, plan.product_id))
        AND ($plan_ids IS NULL OR list_contains($plan_ids, subscription.plan_id))
        AND ($billing_types IS NULL OR list_contains($billing_types, plan.billing_type))
        AND ($is_auto_renewed IS NULL OR subscription.is_auto_renewed = $is_auto_renewed)
        AND ($is_trial IS NULL OR subscription.is_trial = $is_trial)
        AND ($expires_from IS NULL OR subscription.expires_on >= $expires_from)
        AND ($expires_until IS NULL OR subscription.expires_on < $expires_until)
        AND ($started_from IS NULL OR subscription.started_on >= $started_from)
        AND ($started_until IS NULL OR subscription.started_on < $started_until)
        AND (
            $words IS NULL
            OR len(
                list_filter(
                    string_split(strip_accents(lower(CAST($words AS VARCHAR))), ' '),
                    lambda word: NOT contains(searched, word)
                )
            ) = 0
        )
),

page AS (
    SELECT subscription_id
    FROM matching
    ORDER BY
        -- Digits, then Latin, then Cyrillic, whatever the case (NAV-9).
        CASE WHEN $sort = 'name' AND NOT $is_descending THEN name END COLLATE en,
        CASE WHEN $sort = 'name' AND $is_descending THEN name END COLLATE en DESC,
        CASE WHEN $sort = 'client' AND NOT $is_descending THEN account_name END COLLATE en,
        CASE WHEN $sort = 'client' AND $is_descending THEN account_name END COLLATE en DESC,
        CASE WHEN $sort = 'client' THEN account_id END,
        CASE
            WHEN $is_descending THEN NULL
            WHEN $sort = 'activation' THEN started_on
            WHEN $sort = 'expiration' THEN expires_on
        END NULLS LAST,
        CASE
            WHEN NOT $is_descending THEN NULL
            WHEN $sort = 'activation' THEN started_on
            WHEN $sort = 'expiration' THEN expires_on
        END DESC NULLS LAST,
        CASE WHEN $sort = 'id' AND NOT $is_descending THEN created_at END,
        CASE WHEN $sort = 'id' AND NOT $is_descending THEN TRY_CAST(subscription_id AS BIGINT) END,
        CASE WHEN $sort = 'id' AND NOT $is_descending THEN subscription_id END,
        created_at DESC,
        TRY_CAST(subscription_id AS BIGINT) DESC,
        subscription_id DESC
    LIMIT $most
    OFFSET least($first, (SELECT (greatest(count(*), 1) - 1) // $most * $most FROM matching))
),

-- Rows that are numbered without an order of their own keep the one they come in.
placed AS (
    SELECT subscription_id, row_number() OVER () AS place FROM page
),

primary_resource AS (
    SELECT
        held.*,
        plan_resource.unit,
        plan_resource.is_measured
    FROM mirror.subscription_resource AS held
    SEMI JOIN page ON page.subscription_id = held.subscription_id
    JOIN mirror.plan_resource
        ON plan_resource.plan_resource_id = held.plan_resource_id
        AND plan_resource.reseller_id = held.reseller_id
    WHERE held.reseller_id = $reseller_id AND plan_resource.is_primary
    QUALIFY row_number() OVER (PARTITION BY held.subscription_id ORDER BY held.resource_id) = 1
),

unfinished AS (
    SELECT request.*
    FROM mirror.order AS request
    SEMI JOIN page ON page.subscription_id = request.subscription_id
    WHERE request.reseller_id = $reseller_id
        AND request.status NOT IN ('completed', 'cancelled')
    QUALIFY row_number() OVER (
        PARTITION BY request.subscription_id ORDER BY request.created_at DESC, request.order_id DESC
    ) = 1
)

SELECT
    (SELECT count(*) FROM matching) AS match_count,
    subscription.subscription_id,
    subscription.account_id,
    subscription.plan_id,
    subscription.name,
    subscription.status,
    subscription.is_trial,
    subscription.started_on,
    subscription.expires_on,
    subscription.is_auto_renewed,
    subscription.updated_at,
    subscription.plan_period_id,
    subscription.is_auto_renew_locked,
    subscription.manual_renew_point_days,
    subscription.abilities,
    account.name AS account_name,
    account.status AS account_status,
    plan.name AS plan_name,
    plan.billing_type,
    plan.currency,
    plan.product_id,
    plan.service_term_id,
    plan.status AS plan_status,
    product.name AS product_name,
    primary_resource.resource_id,
    primary_resource.plan_resource_id,
    primary_resource.name AS resource,
    CAST(primary_resource.included_quantity AS DECIMAL(18, 0)) AS included_quantity,
    CAST(primary_resource.additional_quantity AS DECIMAL(18, 0)) AS additional_quantity,
    CAST(primary_resource.minimum_quantity AS DECIMAL(18, 0)) AS minimum_quantity,
    CAST(primary_resource.maximum_quantity AS DECIMAL(18, 0)) AS maximum_quantity,
    primary_resource.recurring_fee_amount,
    primary_resource.unit,
    coalesce(primary_resource.is_measured, false) AS is_measured,
    true AS is_primary,
    CAST(primary_resource.used_quantity AS DECIMAL(18, 0)) AS used_quantity,
    unfinished.order_id,
    unfinished.order_type,
    unfinished.status AS order_status,
    unfinished.provisioned_on
FROM placed
JOIN mirror.subscription
    ON subscription.subscription_id = placed.subscription_id
    AND subscription.reseller_id = $reseller_id
LEFT JOIN mirror.account
    ON account.account_id = subscription.account_id
    AND account.reseller_id = subscription.reseller_id
LEFT JOIN mirror.plan
    ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
LEFT JOIN mirror.product
    ON product.product_id = plan.product_id AND product.reseller_id = plan.reseller_id
LEFT JOIN primary_resource ON primary_resource.subscription_id = placed.subscription_id
LEFT JOIN unfinished ON unfinished.subscription_id = placed.subscription_id
ORDER BY placed.place
