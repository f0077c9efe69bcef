-- Changes: ledger.difference: where our sum and the platform's differ by a cent or more, in the
--          months that this load asked the platform about. Less than that is the platform's own
--          rounding.
-- Needs:   stage.difference (compared.sql).
-- Answers: how many rows changed.

DELETE FROM ledger.difference AS known
USING stage.expense_window AS asked
WHERE asked.reseller_id = known.reseller_id
    AND known.month >= asked.start_on
    AND known.month < asked.end_on
    AND NOT EXISTS (
        SELECT 1
        FROM stage.difference AS read
        WHERE read.subscription_id = known.subscription_id AND read.month = known.month
    );

MERGE INTO ledger.difference AS known
USING stage.difference AS read
    ON known.subscription_id = read.subscription_id
    AND known.month = read.month
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
