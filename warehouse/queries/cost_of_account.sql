-- Question: which accounts can be chosen, and what did each cost in the period? (ANL-4, ANL-7)
-- Grain:    one row per name; accounts of one name are one row. The dearest first, equal costs
--           by name (NAV-9); the first $most only.
-- Columns:  name, ids (VARCHAR[], the accounts of that name), total_amount DECIMAL(38, 6) before
--           discounts, in the reseller's currency.
-- Binds:    $start, $end (DATE, end excluded), $text (VARCHAR, part of a name, or NULL),
--           $most (INTEGER), $reseller_id (VARCHAR).

WITH cost AS (
    SELECT account_id, sum(gross_amount) AS amount
    FROM ledger.cost_by_month
    WHERE reseller_id = $reseller_id AND month >= $start AND month < $end
    GROUP BY account_id
)

SELECT
    name,
    list(account_id ORDER BY account_id) AS ids,
    coalesce(sum(amount), 0) AS total_amount
FROM mirror.account
LEFT JOIN cost USING (account_id)
WHERE reseller_id = $reseller_id
    AND ($text IS NULL OR contains(lower(name), lower($text)) OR account_id = $text)
GROUP BY name
ORDER BY total_amount DESC, name COLLATE en
LIMIT $most
