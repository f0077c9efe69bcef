-- Question: what did each component of a subscription cost on each day? (ANL-9, ANL-11, ANL-12)
-- Grain:    one row per component and day with cost; the components after the first $top are
--           one, with `component` NULL ("Others").
-- Columns:  place (1 is the dearest; NULL for Others), component (its name), ids (that name),
--           component_count (of the whole view), day DATE, amount DECIMAL(38, 6) in the
--           reseller's currency.
-- Binds:    $level ('category' or 'resource': what a component is), $measure ('gross' or 'net':
--           what `amount` is, and what components are ranked by), $start, $end (DATE, end
--           excluded), $account_ids, $subscription_ids (VARCHAR[] or NULL for all), $category
--           (VARCHAR or NULL for all), $top (INTEGER), $reseller_id (VARCHAR).

WITH part AS (
    SELECT
        CASE $level WHEN 'category' THEN coalesce(category, resource) ELSE resource END AS name,
        day,
        sum(CASE $measure WHEN 'net' THEN net_amount ELSE gross_amount END) AS amount
    FROM ledger.cost
    WHERE reseller_id = $reseller_id
        AND month >= $start
        AND day >= $start
        AND day < $end
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($category IS NULL OR coalesce(category, resource) = $category)
    GROUP BY name, day
),

component AS (
    SELECT
        name,
        row_number() OVER (ORDER BY sum(amount) DESC, name) AS place,
        count(*) OVER () AS component_count
    FROM part
    GROUP BY name
    -- A trial costs nothing on any day and is not drawn (ANL-22).
    HAVING bool_or(amount <> 0)
)

SELECT
    CASE WHEN place <= $top THEN place END AS shown_place,
    CASE WHEN any_value(place) <= $top THEN any_value(name) END AS component,
    CASE WHEN any_value(place) <= $top THEN [any_value(name)] END AS ids,
    any_value(component_count) AS component_count,
    day,
    sum(amount) AS amount
FROM part
JOIN component USING (name)
GROUP BY shown_place, day
ORDER BY shown_place NULLS LAST, day
