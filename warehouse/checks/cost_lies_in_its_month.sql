-- Rule:    the month of a cost is the first day of the month its day lies in.
-- Finds:   the rows where it is not.
-- Needs:   stage.checked_cost.

SELECT source_id, day, month
FROM stage.checked_cost
WHERE month <> date_trunc('month', day)
