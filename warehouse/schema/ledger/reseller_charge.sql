-- One row per closed charge as the reseller is charged for it: rate, discount, total.
CREATE TABLE ledger.reseller_charge (
    reseller_charge_id VARCHAR NOT NULL,
    charge_id VARCHAR NOT NULL,            -- the charge whose closing made it
    reseller_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    description VARCHAR,
    status VARCHAR,
    quantity DECIMAL(18, 6),
    unit_price_amount DECIMAL(18, 6),      -- in plan_currency
    duration_months DECIMAL(9, 3),
    plan_amount DECIMAL(18, 6),            -- before the discount, in plan_currency
    plan_currency VARCHAR,                 -- ISO 4217
    exchange_rate DECIMAL(18, 6),          -- plan currency to reseller currency, for one unit
    gross_amount DECIMAL(18, 6) NOT NULL,  -- before the discount, in the reseller's currency
    discount_amount DECIMAL(18, 6) NOT NULL,  -- in the reseller's currency
    net_amount DECIMAL(18, 6) NOT NULL,    -- what the reseller is charged, in its currency
    closed_on DATE NOT NULL,
    updated_at TIMESTAMP
);
