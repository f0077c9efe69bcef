-- Answers: is there anything that could not be read, now or before? A row when there is.

SELECT 'mirror' AS found_in WHERE EXISTS (FROM mirror.quarantine)
UNION ALL
SELECT 'ledger' WHERE EXISTS (FROM ledger.quarantine)
UNION ALL
SELECT 'stage' WHERE EXISTS (FROM stage.quarantine);
