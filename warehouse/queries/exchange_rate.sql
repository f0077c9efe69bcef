-- Question: what do units of a currency cost a reseller now, in its own currency? (CUR-2, CUR-7)
-- Grain:    one row, or none where no rate is known; the reseller's own currency costs 1.
-- Columns:  rate DECIMAL(18, 6), in the reseller's currency, for unit_quantity units.
-- Binds:    $currency (ISO 4217), $reseller_id (VARCHAR).

SELECT CAST(1 AS DECIMAL(18, 6)) AS rate, 1 AS unit_quantity
FROM mirror.reseller
WHERE reseller_id = $reseller_id AND currency = $currency

UNION ALL

SELECT exchange_rate.rate, exchange_rate.unit_quantity
FROM mirror.exchange_rate
JOIN mirror.reseller ON reseller.reseller_id = exchange_rate.reseller_id
WHERE exchange_rate.reseller_id = $reseller_id
    AND exchange_rate.currency = $currency
    AND reseller.currency <> $currency
    AND exchange_rate.rate > 0
    AND exchange_rate.unit_quantity > 0
