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
