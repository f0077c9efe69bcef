-- Changes: the stage: forgets what was read, once it is merged. What is to be checked stays.

TRUNCATE stage.consumption_window;
TRUNCATE stage.expense_window;
TRUNCATE stage.quarantine;
TRUNCATE stage.unusable;
DROP TABLE IF EXISTS stage.newest_plan;
DROP TABLE IF EXISTS stage.newest_subscription;
DROP TABLE IF EXISTS stage.gone_consumption;
DROP TABLE IF EXISTS stage.read_expense;
