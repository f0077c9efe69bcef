-- One row per request that changed, or is to change, a subscription.
CREATE TABLE mirror.order (
    order_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    subscription_id VARCHAR,
    document_number VARCHAR,
    order_type VARCHAR NOT NULL,           -- domain.statuses.OrderType, as read from the class name
    status VARCHAR NOT NULL,               -- domain.statuses.OrderStatus, as sent
    total_amount DECIMAL(18, 6),           -- in `currency`, after the discount
    discount_amount DECIMAL(18, 6),        -- in `currency`
    currency VARCHAR,                      -- ISO 4217
    provisioned_on DATE,                   -- when it is, or was, carried out
    pay_by_on DATE,
    description VARCHAR,                   -- the platform's words for what it changes
    failure VARCHAR,                       -- its words for why it could not be carried out
    manager_id VARCHAR,                    -- who placed it; '' nobody, NULL where that is untold
    created_at TIMESTAMP,
    closed_at TIMESTAMP,                   -- when it was completed or cancelled
    updated_at TIMESTAMP
);
