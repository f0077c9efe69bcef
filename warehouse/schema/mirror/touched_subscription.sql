-- One row per subscription that a watch brought in as new, as another account's or on another plan:
-- its costs are made anew by the next load that writes the ledger.
CREATE TABLE mirror.touched_subscription (
    subscription_id VARCHAR NOT NULL
);
