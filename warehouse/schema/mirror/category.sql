-- One row per catalog category published to a reseller.
CREATE TABLE mirror.category (
    category_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    key VARCHAR,
    name VARCHAR NOT NULL,
    description VARCHAR,
    priority INTEGER,                      -- display order, lowest first
    is_public BOOLEAN,
    logo_url VARCHAR,
    updated_at TIMESTAMP
);
