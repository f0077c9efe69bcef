-- Answers: which records could earlier loads not read? Consumption is left out: it is read again
--          with its days.
-- Columns: collection, reseller_id, record (a page that holds it alone); ordered.

SELECT collection, reseller_id, record
FROM (
    FROM mirror.quarantine
    UNION ALL
    FROM ledger.quarantine
)
WHERE collection <> 'consumption'
ORDER BY ALL;
