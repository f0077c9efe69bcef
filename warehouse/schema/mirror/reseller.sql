-- One row per reseller that the platform token reaches.
CREATE TABLE mirror.reseller (
    reseller_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    domain VARCHAR NOT NULL,               -- lower case; what a manager types to sign in (ACC-1)
    currency VARCHAR NOT NULL,             -- ISO 4217; everything the reseller is charged is in it
    company_name VARCHAR,
    address VARCHAR,                       -- one line
    country VARCHAR,                       -- ISO 3166-1 alpha-2
    email VARCHAR,
    phone VARCHAR,
    contact_name VARCHAR,
    updated_at TIMESTAMP
);
