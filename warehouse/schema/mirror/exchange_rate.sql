-- One row per currency with a rate into the reseller's currency, as it is now.
CREATE TABLE mirror.exchange_rate (
    reseller_id VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,             -- ISO 4217
    unit_quantity BIGINT NOT NULL,         -- units that the rate buys
    rate DECIMAL(18, 6) NOT NULL,          -- reseller currency for `unit_quantity` units
    sign VARCHAR,
    updated_at TIMESTAMP
);
