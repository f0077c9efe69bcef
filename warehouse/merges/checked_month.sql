-- Changes: stage.checked_month: adds the months whose costs were made anew.
-- Makes:   the variable checked_from, their first day: a constant, which spares the checks reading
--          what lies before it.

INSERT INTO stage.checked_month
SELECT subscription_id, month
FROM stage.touched_month
ANTI JOIN stage.checked_month USING (subscription_id, month);

TRUNCATE stage.touched_month;

TRUNCATE stage.touched_subscription;

SET VARIABLE checked_from = (SELECT min(month) FROM stage.checked_month);
