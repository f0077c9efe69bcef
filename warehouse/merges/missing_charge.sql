-- Answers: which charges do this load's reseller charges name that nobody has told us of?
-- Columns: reseller_id, charge_id; ordered.

SELECT DISTINCT reseller_id, charge_id
FROM stage.reseller_charge AS named
ANTI JOIN ledger.charge USING (reseller_id, charge_id)
ANTI JOIN stage.charge AS read USING (reseller_id, charge_id)
ORDER BY ALL;
