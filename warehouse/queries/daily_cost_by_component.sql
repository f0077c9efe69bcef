-- Question: what did each component of a subscription cost on each day? (ANL-9, ANL-11, ANL-12)
-- Grain:    one row per component and day with cost; the components after the first $top are
--           one, with `component` NULL ("Others").
-- Columns:  place (1 is the dearest; NULL for Others), component (its name), ids (that name),
--           component_count (of the whole view), day DATE, amount, gross_amount,
--           discount_amount, refund_amount DECIMAL(38, 6) in currency, currency ISO 4217,
--           record_count, open_count.
-- Binds:    $level ('category' or 'resource': what a component is), $measure ('gross' or 'net':
--           what `amount` is, and what components are ranked by), $start, $end (DATE, end
--           excluded), $account_ids, $subscription_ids (VARCHAR[] or NULL for all), $category
--           (VARCHAR or NULL for all), $top (INTEGER), $reseller_id (VARCHAR).

WITH part AS (
    SELECT
        CASE $level WHEN 'category' THEN coalesce(category, resource) ELSE resource END AS component,
        day,
        currency,
        sum(CASE $measure WHEN 'net' THEN net_amount ELSE gross_amount END) AS amount,
        sum(gross_amount) AS gross_amount,
        sum(discount_amount) AS discount_amount,
        sum(least(gross_amount, 0)) AS refund_amount,
        count(*) AS record_count,
        count(*) FILTER (NOT is_final) AS open_count
    FROM ledger.cost
    WHERE reseller_id = $reseller_id
        AND day >= $start
        AND day < $end
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($category IS NULL OR coalesce(category, resource) = $category)
    GROUP BY component, day, currency
),

ranked_component AS (
    SELECT
        component,
        [component] AS ids,
        row_number() OVER (ORDER BY sum(amount) DESC, component) AS place,
        count(*) OVER () AS component_count
    FROM part
    GROUP BY component
    -- A trial costs nothing on any day and is not drawn (ANL-22).
    HAVING bool_or(gross_amount <> 0 OR discount_amount <> 0)
),

shown_component AS (
    SELECT
        component AS member,
        CASE WHEN place <= $top THEN place END AS place,
        CASE WHEN place <= $top THEN component END AS component,
        CASE WHEN place <= $top THEN ids END AS ids,
        component_count
    FROM ranked_component
)

SELECT
    shown_component.place,
    shown_component.component,
    any_value(shown_component.ids) AS ids,
    any_value(component_count) AS component_count,
    day,
    sum(amount) AS amount,
    sum(gross_amount) AS gross_amount,
    sum(discount_amount) AS discount_amount,
    sum(refund_amount) AS refund_amount,
    currency,
    CAST(sum(record_count) AS BIGINT) AS record_count,
    CAST(sum(open_count) AS BIGINT) AS open_count
FROM part
JOIN shown_component ON shown_component.member = part.component
GROUP BY shown_component.place, shown_component.component, day, currency
ORDER BY shown_component.place NULLS LAST, day
