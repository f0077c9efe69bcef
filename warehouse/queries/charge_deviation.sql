-- Question: which figures of reseller charges do not follow from their others? (REP-5)
-- Grain:    one row per charge and figure, the newest closed first.
-- Columns:  charge_id, closed_on DATE, account_id, account, figure ('gross_amount', 'net_amount' or
--           'plan_amount'), sent_amount, expected_amount DECIMAL(18, 6), currency ISO 4217 (of the
--           plan for 'plan_amount', NULL where it is the reseller's).
-- Binds:    $reseller_id (VARCHAR).

SELECT
    reseller_charge.charge_id,
    reseller_charge.closed_on,
    charge.account_id,
    account.name AS account,
    charge_deviation.figure,
    charge_deviation.sent_amount,
    charge_deviation.expected_amount,
    CASE charge_deviation.figure WHEN 'plan_amount' THEN reseller_charge.plan_currency END
        AS currency
FROM ledger.charge_deviation
JOIN ledger.reseller_charge
    ON reseller_charge.reseller_charge_id = charge_deviation.reseller_charge_id
    AND reseller_charge.reseller_id = $reseller_id
LEFT JOIN ledger.charge
    ON charge.charge_id = reseller_charge.charge_id AND charge.reseller_id = $reseller_id
LEFT JOIN mirror.account
    ON account.account_id = charge.account_id AND account.reseller_id = $reseller_id
WHERE charge_deviation.reseller_id = $reseller_id
ORDER BY reseller_charge.closed_on DESC, reseller_charge.charge_id, charge_deviation.figure
