-- Changes: stage.touched_subscription: adds what watches kept; mirror.touched_subscription: forgets it.
-- Answers: how many rows went.

INSERT INTO stage.touched_subscription
SELECT subscription_id FROM mirror.touched_subscription;

DELETE FROM mirror.touched_subscription;
