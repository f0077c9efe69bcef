-- One row per resource of a subscription. Fees are in the plan's currency, for one unit.
CREATE TABLE mirror.subscription_resource (
    resource_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    plan_resource_id VARCHAR,
    name VARCHAR NOT NULL,
    included_quantity BIGINT,
    additional_quantity BIGINT,            -- above the included quantity
    used_quantity BIGINT,
    minimum_quantity BIGINT,
    maximum_quantity BIGINT,               -- NULL without a limit
    setup_fee_amount DECIMAL(18, 6),
    recurring_fee_amount DECIMAL(18, 6),   -- per month
    renewal_fee_amount DECIMAL(18, 6)
);
