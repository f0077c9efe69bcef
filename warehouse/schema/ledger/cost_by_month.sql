-- The rollup of ledger.cost that charts read: one row per month and resource of a subscription.
CREATE TABLE ledger.cost_by_month (
    reseller_id VARCHAR NOT NULL,
    month DATE NOT NULL,                   -- first day
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    category VARCHAR,
    resource VARCHAR NOT NULL,
    gross_amount DECIMAL(18, 6) NOT NULL,
    discount_amount DECIMAL(18, 6) NOT NULL,
    net_amount DECIMAL(18, 6) NOT NULL,
    refund_amount DECIMAL(18, 6) NOT NULL, -- the part of gross_amount below zero
    currency VARCHAR NOT NULL,
    record_count BIGINT NOT NULL,
    open_count BIGINT NOT NULL             -- records of a billing period not closed yet
);
