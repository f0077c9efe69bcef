-- One row per customer of a reseller. Accounts are never charged here.
CREATE TABLE mirror.account (
    account_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,                 -- need not be unique (CLI-11)
    status VARCHAR NOT NULL,               -- domain.statuses.AccountStatus, as sent
    account_type_id VARCHAR,
    first_name VARCHAR,
    last_name VARCHAR,
    email VARCHAR,
    phone VARCHAR,
    country VARCHAR,                       -- ISO 3166-1 alpha-2
    region VARCHAR,
    city VARCHAR,
    street VARCHAR,
    building VARCHAR,
    zip VARCHAR,
    custom_attributes VARCHAR,             -- JSON object, as sent
    created_at TIMESTAMP,
    updated_at TIMESTAMP
);
