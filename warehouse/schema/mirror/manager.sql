-- One row per person who may sign in for a reseller.
CREATE TABLE mirror.manager (
    manager_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR NOT NULL,                -- lower case, trimmed
    phone VARCHAR,
    status VARCHAR NOT NULL,               -- domain.statuses.ManagerStatus, as sent
    role_id VARCHAR,
    role_name VARCHAR,
    updated_at TIMESTAMP
);
