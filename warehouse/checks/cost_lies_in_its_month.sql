-- Rule:    the month of a cost is the first day of the month its day lies in.
-- Finds:   the rows where it is not.

SELECT source_id, day, month
FROM ledger.cost
WHERE month <> date_trunc('month', day)
