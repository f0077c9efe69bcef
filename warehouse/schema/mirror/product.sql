-- One row per product published to a reseller.
CREATE TABLE mirror.product (
    product_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    category_id VARCHAR,
    name VARCHAR NOT NULL,
    product_type VARCHAR,
    vendor VARCHAR,                        -- name of whose product it is
    short_description VARCHAR,
    description VARCHAR,
    logo_url VARCHAR,
    media VARCHAR,                         -- JSON array, as sent
    priority INTEGER,                      -- display order, lowest first
    is_public BOOLEAN,
    updated_at TIMESTAMP
);
