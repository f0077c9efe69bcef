-- One row per measured use of a resource on a day. The platform gives these no id: a window of
-- days is replaced whole, and the id is made of what tells one record from another.
CREATE TABLE ledger.consumption (
    consumption_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    consumed_on DATE NOT NULL,
    billed_on DATE,
    category VARCHAR,
    resource_group VARCHAR,
    resource_name VARCHAR NOT NULL,
    description VARCHAR,
    unit VARCHAR,
    quantity DECIMAL(18, 6),
    unit_price_amount DECIMAL(18, 6),      -- in the reseller's currency
    gross_amount DECIMAL(18, 6) NOT NULL,  -- before the discount; negative for a refund
    discount_amount DECIMAL(18, 6) NOT NULL,
    currency VARCHAR NOT NULL,             -- the reseller's, ISO 4217
    tags VARCHAR                           -- JSON array, as sent
);
