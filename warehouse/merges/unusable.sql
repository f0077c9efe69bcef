-- Answers: which records of this load were read but can't be used, and why?
-- Columns: page_number, record_number, reason (all reasons of one record); ordered.

SELECT page_number, record_number, string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reason
FROM stage.unusable
GROUP BY ALL
ORDER BY ALL;
