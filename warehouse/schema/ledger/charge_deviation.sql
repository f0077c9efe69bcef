-- One row per figure of a reseller charge that does not follow from its others, as REP-5 expects.
-- Recorded and not refused: what the reseller is charged is what the platform says, agreeing or not.
CREATE TABLE ledger.charge_deviation (
    reseller_charge_id VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    figure VARCHAR NOT NULL,               -- 'gross_amount', 'net_amount' or 'plan_amount'
    sent_amount DECIMAL(18, 6) NOT NULL,
    expected_amount DECIMAL(18, 6) NOT NULL
);
