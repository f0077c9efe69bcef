-- Changes: stage.unusable, stage.charge, stage.reseller_charge, stage.consumption,
--          stage.platform_expense: sets aside what hangs on something the platform does not know
--          either, and consumption in a currency that is not its reseller's.
-- Needs:   the mirror of this load, already merged.

TRUNCATE stage.unusable;

INSERT INTO stage.unusable
SELECT
    'charges', reseller_id, page_number, record_number,
    concat('subscription_id is ''', subscription_id, ''', which the platform does not know')
FROM stage.charge
ANTI JOIN mirror.subscription USING (reseller_id, subscription_id);

DELETE FROM stage.charge AS read
USING stage.unusable
WHERE unusable.collection = 'charges'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;

INSERT INTO stage.unusable
SELECT
    'reseller_charges', reseller_id, page_number, record_number,
    concat('charge_id is ''', charge_id, ''', which the platform does not know')
FROM stage.reseller_charge
ANTI JOIN ledger.charge USING (reseller_id, charge_id)
ANTI JOIN stage.charge AS read USING (reseller_id, charge_id)
UNION ALL
SELECT
    'reseller_charges', reseller_id, page_number, record_number,
    'two of gross_amount, discount_amount and net_amount are missing'
FROM stage.reseller_charge
WHERE gross_amount IS NULL AND net_amount IS NULL;

DELETE FROM stage.reseller_charge AS read
USING stage.unusable
WHERE unusable.collection = 'reseller_charges'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;

INSERT INTO stage.unusable
SELECT
    'consumption', read.reseller_id, read.page_number, read.record_number,
    CASE
        WHEN subscription.subscription_id IS NULL THEN
            concat('subscription_id is ''', read.subscription_id, ''', which the platform does not know')
        ELSE concat('currency is ''', read.currency, ''', the reseller''s is ''', reseller.currency, '''')
    END
FROM stage.consumption AS read
LEFT JOIN mirror.subscription USING (reseller_id, subscription_id)
LEFT JOIN mirror.reseller ON reseller.reseller_id = read.reseller_id
WHERE subscription.subscription_id IS NULL OR read.currency <> reseller.currency;

DELETE FROM stage.consumption AS read
USING stage.unusable
WHERE unusable.collection = 'consumption'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;

INSERT INTO stage.unusable
SELECT
    'expenses', reseller_id, page_number, record_number,
    concat('subscription_id is ''', subscription_id, ''', which the platform does not know')
FROM stage.platform_expense
ANTI JOIN mirror.subscription USING (reseller_id, subscription_id);

DELETE FROM stage.platform_expense AS read
USING stage.unusable
WHERE unusable.collection = 'expenses'
    AND unusable.page_number = read.page_number
    AND unusable.record_number = read.record_number;
