-- What the platform itself says a subscription cost in a month: the other side of the comparison.
CREATE TABLE ledger.platform_expense (
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    month DATE NOT NULL,                   -- first day
    total_amount DECIMAL(18, 6) NOT NULL   -- before discounts, in the reseller's currency
);
