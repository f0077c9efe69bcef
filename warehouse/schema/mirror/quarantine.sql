-- One row per record that could not be read, with why. A record leaves when it is read again
-- and understood.
CREATE TABLE mirror.quarantine (
    collection VARCHAR NOT NULL,           -- the collection it came in
    reseller_id VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,            -- its id, or a digest of its text when it has none
    reason VARCHAR NOT NULL,
    record VARCHAR NOT NULL,               -- the JSON, as sent
    load_id VARCHAR NOT NULL,              -- the load that met it last
    met_at TIMESTAMP NOT NULL
);
