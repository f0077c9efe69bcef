-- One row per money line the reseller owes, from an order or from consumption.
CREATE TABLE ledger.charge (
    charge_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,           -- the account of its subscription
    subscription_id VARCHAR NOT NULL,
    plan_id VARCHAR,
    order_id VARCHAR,                      -- the one it was made with; NULL where that is untold
    charge_type VARCHAR NOT NULL,          -- domain.statuses.ChargeType, as read from the class name
    status VARCHAR NOT NULL,               -- domain.statuses.ChargeStatus, as sent
    description VARCHAR,
    resource_id VARCHAR,                   -- NULL for a charge of the plan itself
    plan_resource_id VARCHAR,
    resource_name VARCHAR,
    quantity DECIMAL(18, 6),
    unit_price_amount DECIMAL(18, 6),      -- in plan_currency
    duration_months DECIMAL(9, 3),         -- 1 day is 0.033
    period_start_on DATE NOT NULL,
    period_last_on DATE NOT NULL,          -- the last day covered, as the platform says it
    plan_amount DECIMAL(18, 6),            -- before the discount, in plan_currency
    plan_currency VARCHAR,                 -- ISO 4217
    gross_amount DECIMAL(18, 6) NOT NULL,  -- before the discount, in the reseller's currency
    discount_amount DECIMAL(18, 6),        -- in the reseller's currency; NULL until known
    closed_on DATE,                        -- the actual close date; NULL until closed
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);
