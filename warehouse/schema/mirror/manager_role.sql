-- One row per role a manager of a reseller can have.
CREATE TABLE mirror.manager_role (
    role_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    updated_at TIMESTAMP
);
