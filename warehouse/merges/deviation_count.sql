-- Answers: how many figures of reseller charges do not follow from their others (REP-5)?
-- Columns: deviation_count.

SELECT count(*) AS deviation_count FROM ledger.charge_deviation;
