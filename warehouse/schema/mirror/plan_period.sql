-- One row per length of use that a plan can be ordered for. Fees are in the plan's currency.
CREATE TABLE mirror.plan_period (
    plan_period_id VARCHAR NOT NULL,
    plan_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    name VARCHAR,
    duration INTEGER,                      -- in duration_unit; NULL for endless
    duration_unit VARCHAR,                 -- month, year, unlimited
    is_trial BOOLEAN,
    is_public BOOLEAN,
    setup_fee_amount DECIMAL(18, 6),
    recurring_fee_amount DECIMAL(18, 6),   -- per month
    renewal_fee_amount DECIMAL(18, 6),
    position INTEGER
);
