-- Changes: stage.checked_month: every month of every subscription that anything is known of.
-- Makes:   the variable checked_from, their first day.

INSERT INTO stage.checked_month
SELECT subscription_id, date_trunc('month', period_start_on) FROM ledger.charge
UNION
SELECT subscription_id, date_trunc('month', consumed_on) FROM ledger.consumption
UNION
SELECT subscription_id, month FROM ledger.cost
UNION
SELECT subscription_id, month FROM ledger.cost_by_month;

SET VARIABLE checked_from = (SELECT min(month) FROM stage.checked_month);
