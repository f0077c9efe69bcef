-- Changes: ledger.platform_expense, from stage.platform_expense; one row per subscription and
--          month.
-- Rule:    the months that were asked for are replaced whole; of a month asked for twice the last
--          answer counts, and of a subscription named twice in an answer the sum.
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.read_expense AS
SELECT
    read.reseller_id,
    subscription.account_id,
    read.subscription_id,
    read.month,
    CAST(sum(read.total_amount) AS DECIMAL(18, 6)) AS total_amount
FROM stage.platform_expense AS read
JOIN mirror.subscription
    ON subscription.subscription_id = read.subscription_id
    AND subscription.reseller_id = read.reseller_id
JOIN stage.expense_window AS asked
    ON asked.page_number = read.page_number
    AND read.month >= asked.start_on
    AND read.month < asked.end_on
WHERE NOT EXISTS (
    SELECT 1
    FROM stage.expense_window AS later
    WHERE later.reseller_id = read.reseller_id
        AND later.page_number > read.page_number
        AND read.month >= later.start_on
        AND read.month < later.end_on
)
GROUP BY read.reseller_id, subscription.account_id, read.subscription_id, read.month;

DELETE FROM ledger.platform_expense AS known
USING stage.expense_window AS asked
WHERE asked.reseller_id = known.reseller_id
    AND known.month >= asked.start_on
    AND known.month < asked.end_on
    AND NOT EXISTS (
        SELECT 1
        FROM stage.read_expense AS read
        WHERE read.subscription_id = known.subscription_id AND read.month = known.month
    );

MERGE INTO ledger.platform_expense AS known
USING stage.read_expense AS read
    ON known.subscription_id = read.subscription_id
    AND known.month = read.month
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
