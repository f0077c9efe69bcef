-- Question: what are the managers of a reseller called, those who left as well? (NFR-3)
-- Grain:    one row per manager that the mirror knows, by name.
-- Columns:  manager_id, name.
-- Binds:    $reseller_id (VARCHAR).

SELECT manager.manager_id, manager.name
FROM mirror.manager
WHERE manager.reseller_id = $reseller_id
ORDER BY manager.name COLLATE en, manager.manager_id
