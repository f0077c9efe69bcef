-- Answers: what does each source cost each reseller in each month?
-- Columns: reseller_id, source, month, record_count, gross_amount, net_amount DECIMAL(38, 6),
--          currency.

SELECT
    reseller_id, source, month, count(*), sum(gross_amount), sum(net_amount), currency
FROM ledger.cost
GROUP BY ALL
ORDER BY ALL;
