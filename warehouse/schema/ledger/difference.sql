-- Where our sum and the platform's own differ, per subscription and month.
CREATE TABLE ledger.difference (
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    month DATE NOT NULL,                   -- first day
    our_amount DECIMAL(18, 6) NOT NULL,    -- before discounts, in the reseller's currency
    platform_amount DECIMAL(18, 6) NOT NULL
);
