-- One row per plan published to a reseller.
CREATE TABLE mirror.plan (
    plan_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,          -- the reseller it is published to
    product_id VARCHAR,
    service_term_id VARCHAR,
    name VARCHAR NOT NULL,
    sku VARCHAR,
    description VARCHAR,
    status VARCHAR NOT NULL,
    billing_type VARCHAR NOT NULL,         -- domain.statuses.BillingType, as sent
    currency VARCHAR,                      -- ISO 4217; the plan's prices are in it
    has_trial BOOLEAN,
    is_public BOOLEAN,
    updated_at TIMESTAMP
);
