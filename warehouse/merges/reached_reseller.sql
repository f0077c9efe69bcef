-- Answers: whose collections can be read? Every reseller that this load or one before could read.
-- Columns: reseller_id; ordered.

SELECT reseller_id FROM mirror.reseller
UNION
SELECT reseller_id FROM stage.reseller
ORDER BY ALL;
