-- Question: what did each of the accounts, or subscriptions, of one name cost? (ANL-14)
-- Grain:    one row per id with cost in the period, the dearest first.
-- Columns:  part_id, amount DECIMAL(38, 6) in the reseller's currency.
-- Binds:    $level ('account' or 'subscription': what an id is of), $ids (VARCHAR[]), $measure
--           ('gross' or 'net'), $start, $end (DATE, end excluded), $reseller_id (VARCHAR).

SELECT
    CASE $level WHEN 'account' THEN account_id ELSE subscription_id END AS part_id,
    sum(CASE $measure WHEN 'net' THEN net_amount ELSE gross_amount END) AS amount
FROM ledger.cost_by_month
WHERE reseller_id = $reseller_id
    AND month >= $start
    AND month < $end
    AND list_contains($ids, CASE $level WHEN 'account' THEN account_id ELSE subscription_id END)
GROUP BY part_id
ORDER BY amount DESC, part_id
