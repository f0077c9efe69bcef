-- Question: at which rates have charges in a currency been closed? (CUR-4)
-- Grain:    one row per rate, the last used first.
-- Columns:  exchange_rate DECIMAL(18, 6), what one unit of the currency cost in the reseller's.
-- Binds:    $currency (ISO 4217), $reseller_id (VARCHAR).

SELECT exchange_rate
FROM ledger.reseller_charge
WHERE reseller_id = $reseller_id
    AND plan_currency = $currency
    AND exchange_rate > 0
GROUP BY exchange_rate
ORDER BY max(closed_on) DESC, exchange_rate
