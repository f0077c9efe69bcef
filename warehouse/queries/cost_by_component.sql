-- Question: what did each component of a view cost in each month? (ANL-7, ANL-11, ANL-12, ANL-21)
-- Grain:    one row per component and month with cost; the components after the first $top are
--           one, with `component` NULL ("Others").
-- Columns:  place (1 is the dearest; NULL for Others), component (its name), ids (the accounts or
--           subscriptions of that name), component_count (of the whole view), month DATE (first
--           day), amount DECIMAL(38, 6) in the reseller's currency.
-- Binds:    $level ('account', 'subscription', 'category' or 'resource': what a component is),
--           $measure ('gross' or 'net': what `amount` is, and what components are ranked by),
--           $start, $end (DATE, end excluded), $account_ids, $subscription_ids (VARCHAR[] or
--           NULL for all), $category (VARCHAR or NULL for all), $top (INTEGER),
--           $reseller_id (VARCHAR).

WITH part AS (
    SELECT
        CASE $level
            WHEN 'account' THEN account_id
            WHEN 'subscription' THEN subscription_id
            WHEN 'category' THEN coalesce(category, resource)
            ELSE resource
        END AS part_id,
        month,
        sum(CASE $measure WHEN 'net' THEN net_amount ELSE gross_amount END) AS amount
    FROM ledger.cost_by_month
    WHERE reseller_id = $reseller_id
        AND month >= $start
        AND month < $end
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($category IS NULL OR coalesce(category, resource) = $category)
    GROUP BY part_id, month
),

part_total AS (
    SELECT part_id, sum(amount) AS amount
    FROM part
    GROUP BY part_id
    -- A trial costs nothing in any month and is not drawn (ANL-22).
    HAVING bool_or(amount <> 0)
),

named_part AS (
    SELECT
        part_id,
        amount,
        CASE $level
            WHEN 'account' THEN coalesce(account.name, part_id)
            WHEN 'subscription' THEN coalesce(subscription.name, part_id)
            ELSE part_id
        END AS component
    FROM part_total
    LEFT JOIN mirror.account
        ON account.account_id = part_id
        AND account.reseller_id = $reseller_id
        AND $level = 'account'
    LEFT JOIN mirror.subscription
        ON subscription.subscription_id = part_id
        AND subscription.reseller_id = $reseller_id
        AND $level = 'subscription'
),

ranked_component AS (
    SELECT
        component,
        list(part_id ORDER BY part_id) AS ids,
        row_number() OVER (ORDER BY sum(amount) DESC, component) AS place,
        count(*) OVER () AS component_count
    FROM named_part
    GROUP BY component
),

shown_part AS (
    SELECT
        unnest(ids) AS part_id,
        CASE WHEN place <= $top THEN place END AS place,
        CASE WHEN place <= $top THEN component END AS component,
        CASE WHEN place <= $top THEN ids END AS ids,
        component_count
    FROM ranked_component
)

SELECT
    place,
    any_value(component) AS component,
    any_value(ids) AS ids,
    any_value(component_count) AS component_count,
    month,
    sum(amount) AS amount
FROM part
JOIN shown_part USING (part_id)
GROUP BY place, month
ORDER BY place NULLS LAST, month
