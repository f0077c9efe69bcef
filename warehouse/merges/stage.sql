-- Changes: nothing; makes room for what a load reads. The tables of the rows themselves are copies
--          of the ones they are merged into, made by warehouse/load.py.

CREATE SCHEMA IF NOT EXISTS stage;

-- The days and months that were asked for, and answered: what is known of them is replaced.
CREATE TABLE stage.consumption_window (
    subscription_id VARCHAR NOT NULL,
    start_on DATE NOT NULL,
    end_on DATE NOT NULL,                  -- excluded
    page_number INTEGER NOT NULL
);
CREATE TABLE stage.expense_window (
    reseller_id VARCHAR NOT NULL,
    start_on DATE NOT NULL,                -- first day of a month
    end_on DATE NOT NULL,                  -- excluded
    page_number INTEGER NOT NULL
);

-- Whose consumption is asked for.
CREATE TABLE stage.consuming (
    reseller_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    first_day DATE NOT NULL,               -- of any consumption
    unread_since DATE,                     -- NULL when everything was read before
    end_on DATE NOT NULL                   -- excluded
);

-- Records that could not be read, with their text.
CREATE TABLE stage.quarantine (
    collection VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    page_number INTEGER NOT NULL
);

-- Records that were read but can't be used; their text is on their page.
CREATE TABLE stage.unusable (
    collection VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    page_number INTEGER NOT NULL,
    record_number INTEGER NOT NULL,
    reason VARCHAR NOT NULL
);

-- What has changed, and with it the costs to be made anew; then the costs to be checked.
CREATE TABLE stage.touched_subscription (subscription_id VARCHAR NOT NULL);
CREATE TABLE stage.touched_month (
    subscription_id VARCHAR NOT NULL,
    month DATE NOT NULL                    -- first day
);
CREATE TABLE stage.checked_month (
    subscription_id VARCHAR NOT NULL,
    month DATE NOT NULL                    -- first day
);

-- What a load may have broken, and is therefore checked: the costs of stage.checked_month, and what
-- they are made from. They need the variable checked_from (checked_month.sql), the first of these
-- months. check_everything.sql makes them all there is instead.
CREATE VIEW stage.checked_charge AS
SELECT charge.*
FROM ledger.charge
SEMI JOIN stage.checked_month AS checked
    ON checked.subscription_id = charge.subscription_id
    AND checked.month = date_trunc('month', charge.period_start_on)
WHERE charge.period_start_on >= getvariable('checked_from');

CREATE VIEW stage.checked_reseller_charge AS
SELECT reseller_charge.*
FROM ledger.reseller_charge
SEMI JOIN stage.checked_month USING (subscription_id);

CREATE VIEW stage.checked_consumption AS
SELECT consumption.*
FROM ledger.consumption
SEMI JOIN stage.checked_month AS checked
    ON checked.subscription_id = consumption.subscription_id
    AND checked.month = date_trunc('month', consumption.consumed_on)
WHERE consumption.consumed_on >= getvariable('checked_from');

CREATE VIEW stage.checked_cost AS
SELECT cost.*
FROM ledger.cost
SEMI JOIN stage.checked_month USING (subscription_id, month)
WHERE cost.month >= getvariable('checked_from');

CREATE VIEW stage.checked_cost_by_month AS
SELECT cost_by_month.*
FROM ledger.cost_by_month
SEMI JOIN stage.checked_month USING (subscription_id, month)
WHERE cost_by_month.month >= getvariable('checked_from');
