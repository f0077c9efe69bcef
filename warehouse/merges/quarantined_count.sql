-- Answers: how many records could not be read, and are in no number?
-- Columns: record_count.

SELECT (SELECT count(*) FROM mirror.quarantine) + (SELECT count(*) FROM ledger.quarantine)
    AS record_count;
