-- One row per agreement of an account for one plan period.
CREATE TABLE mirror.subscription (
    subscription_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    plan_id VARCHAR NOT NULL,
    plan_period_id VARCHAR,
    name VARCHAR NOT NULL,                 -- need not be unique
    status VARCHAR NOT NULL,               -- domain.statuses.SubscriptionStatus, as sent
    is_trial BOOLEAN NOT NULL,
    started_on DATE,                       -- NULL before activation
    expires_on DATE,                       -- NULL for endless periods
    paid_to_on DATE,                       -- up to when time is paid for, that day excluded
    payment_model VARCHAR,
    is_auto_renewed BOOLEAN,
    is_auto_renew_locked BOOLEAN,
    auto_renew_point_days INTEGER,         -- days before expiration
    manual_renew_point_days INTEGER,       -- days before expiration; -1 at any time
    auto_renew_period_id VARCHAR,          -- the plan period it is renewed for by itself
    abilities VARCHAR,                     -- JSON object of what may be done now, as sent
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);
