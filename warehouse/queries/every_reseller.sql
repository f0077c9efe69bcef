-- Question: which resellers are there, for what is done for each of them in turn? (NTF-6)
-- Grain:    one row per reseller, by id.
-- Columns:  reseller_id, currency (ISO 4217).
-- Binds:    none: nothing that a click can reach asks it.

SELECT reseller_id, currency
FROM mirror.reseller
ORDER BY reseller_id
