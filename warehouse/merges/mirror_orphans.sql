-- Changes: stage.unusable, stage.subscription, stage.order: sets aside what hangs on an account
--          that the platform does not know either.
-- Rule:    an order may do without a subscription; what it names must be known.

TRUNCATE stage.unusable;

CREATE OR REPLACE VIEW stage.known_account AS
SELECT reseller_id, account_id FROM mirror.account
UNION ALL
SELECT reseller_id, account_id FROM stage.account;

INSERT INTO stage.unusable
SELECT
    'subscriptions', reseller_id, page_number, record_number,
    concat('account_id is ''', account_id, ''', which the platform does not know')
FROM stage.subscription
ANTI JOIN stage.known_account USING (reseller_id, account_id);

DELETE FROM stage.subscription AS read
USING stage.unusable
WHERE unusable.collection = 'subscriptions'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;

CREATE OR REPLACE VIEW stage.known_subscription AS
SELECT reseller_id, subscription_id FROM mirror.subscription
UNION ALL
SELECT reseller_id, subscription_id FROM stage.subscription;

INSERT INTO stage.unusable
SELECT
    'orders', reseller_id, page_number, record_number,
    concat('account_id is ''', account_id, ''', which the platform does not know')
FROM stage."order"
ANTI JOIN stage.known_account USING (reseller_id, account_id)
UNION ALL
SELECT
    'orders', reseller_id, page_number, record_number,
    concat('subscription_id is ''', subscription_id, ''', which the platform does not know')
FROM stage."order"
SEMI JOIN stage.known_account USING (reseller_id, account_id)
ANTI JOIN stage.known_subscription USING (reseller_id, subscription_id)
WHERE subscription_id IS NOT NULL;

DELETE FROM stage."order" AS read
USING stage.unusable
WHERE unusable.collection = 'orders'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;
