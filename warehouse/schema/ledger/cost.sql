-- One row per charge or consumption record that costs the reseller something. Everything that is
-- drawn, listed, exported or totalled is a sum of these rows. Sorted by reseller and month.
CREATE TABLE ledger.cost (
    reseller_id VARCHAR NOT NULL,
    month DATE NOT NULL,                   -- first day of the month that `day` lies in
    day DATE NOT NULL,                     -- a charge's first day; the day of consumption
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    category VARCHAR,                      -- of the resource; only consumption has one
    resource VARCHAR NOT NULL,             -- its name; the plan's for a charge of the plan itself
    gross_amount DECIMAL(18, 6) NOT NULL,  -- before the discount
    discount_amount DECIMAL(18, 6) NOT NULL,
    net_amount DECIMAL(18, 6) NOT NULL,    -- gross less discount
    currency VARCHAR NOT NULL,             -- the reseller's, ISO 4217
    is_final BOOLEAN NOT NULL,             -- false while its billing period is open (ANL-18)
    source VARCHAR NOT NULL,               -- 'charge' or 'consumption'
    source_id VARCHAR NOT NULL             -- charge_id or consumption_id
);
