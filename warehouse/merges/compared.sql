-- Makes:   stage.difference: where our sum and the platform's differ by a cent or more, in the
--          months that this load asked the platform about.
-- Answers: the differences that are not known from the load before: reseller_id,
--          subscription_id, month; ordered.

CREATE OR REPLACE TABLE stage.difference AS
WITH ours AS (
    SELECT
        cost.reseller_id,
        cost.account_id,
        cost.subscription_id,
        cost.month,
        sum(cost.gross_amount) AS amount
    FROM ledger.cost_by_month AS cost
    SEMI JOIN stage.expense_window AS asked
        ON asked.reseller_id = cost.reseller_id
        AND cost.month >= asked.start_on
        AND cost.month < asked.end_on
    GROUP BY ALL
),

theirs AS (
    SELECT expense.*
    FROM ledger.platform_expense AS expense
    SEMI JOIN stage.expense_window AS asked
        ON asked.reseller_id = expense.reseller_id
        AND expense.month >= asked.start_on
        AND expense.month < asked.end_on
)

SELECT
    reseller_id,
    coalesce(ours.account_id, theirs.account_id) AS account_id,
    subscription_id,
    month,
    CAST(coalesce(ours.amount, 0) AS DECIMAL(18, 6)) AS our_amount,
    CAST(coalesce(theirs.total_amount, 0) AS DECIMAL(18, 6)) AS platform_amount
FROM ours
FULL JOIN theirs USING (reseller_id, subscription_id, month)
WHERE abs(coalesce(ours.amount, 0) - coalesce(theirs.total_amount, 0)) >= 0.01;

SELECT reseller_id, subscription_id, month
FROM stage.difference
WHERE (subscription_id, month, our_amount, platform_amount) NOT IN (
    SELECT (subscription_id, month, our_amount, platform_amount) FROM ledger.difference
)
ORDER BY ALL;
