-- One row per countable thing used under a plan. Fees are in the plan's currency, for one unit.
CREATE TABLE mirror.plan_resource (
    plan_resource_id VARCHAR NOT NULL,
    plan_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    unit VARCHAR,                          -- unit of measure, as sent
    template VARCHAR,                      -- the application template it is made from, as sent
    is_primary BOOLEAN,                    -- the one the plan is about
    is_measured BOOLEAN,                   -- the vendor reports the amount
    included_quantity BIGINT,              -- free of charge
    minimum_quantity BIGINT,               -- the included quantity counted in
    maximum_quantity BIGINT,               -- NULL without a limit
    setup_fee_amount DECIMAL(18, 6),
    recurring_fee_amount DECIMAL(18, 6),   -- per month
    renewal_fee_amount DECIMAL(18, 6),
    overuse_fee_amount DECIMAL(18, 6),
    is_public BOOLEAN,
    status VARCHAR
);
