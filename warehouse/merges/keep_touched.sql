-- Changes: mirror.touched_subscription: keeps stage.touched_subscription for a load that writes the
--          ledger, where this one leaves it as it is.
-- Answers: how many rows came.

INSERT INTO mirror.touched_subscription
SELECT DISTINCT subscription_id
FROM stage.touched_subscription AS read
ANTI JOIN mirror.touched_subscription AS known USING (subscription_id);
