-- Question: which subscriptions of the chosen accounts can be chosen, and what did each cost in
--           the period? (ANL-3, ANL-4)
-- Grain:    one row per subscription, trials included (ANL-22). The dearest first, equal costs by
--           name (NAV-9); the first $most only.
-- Columns:  subscription_id, name, total_amount DECIMAL(38, 6) before discounts, in the reseller's
--           currency.
-- Binds:    $start, $end (DATE, end excluded), $account_ids (VARCHAR[]), $text (VARCHAR, part of
--           a name, an id, or NULL), $most (INTEGER), $reseller_id (VARCHAR).

WITH cost AS (
    SELECT subscription_id, sum(gross_amount) AS amount
    FROM ledger.cost_by_month
    WHERE reseller_id = $reseller_id
        AND month >= $start
        AND month < $end
        AND list_contains($account_ids, account_id)
    GROUP BY subscription_id
)

SELECT
    subscription_id,
    name,
    coalesce(amount, 0) AS total_amount
FROM mirror.subscription
LEFT JOIN cost USING (subscription_id)
WHERE reseller_id = $reseller_id
    AND list_contains($account_ids, account_id)
    AND ($text IS NULL OR contains(lower(name), lower($text)) OR subscription_id = $text)
ORDER BY total_amount DESC, name COLLATE en, subscription_id
LIMIT $most
