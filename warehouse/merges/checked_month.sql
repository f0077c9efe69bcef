-- Changes: stage.checked_month: adds the months whose costs were made anew.

INSERT INTO stage.checked_month
SELECT subscription_id, month
FROM stage.touched_month
ANTI JOIN stage.checked_month USING (subscription_id, month);

TRUNCATE stage.touched_month;

TRUNCATE stage.touched_subscription;
