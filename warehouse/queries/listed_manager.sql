-- Question: who are the managers of a reseller, active or not? (MGR-1)
-- Grain:    one row per manager, by id.
-- Columns:  manager_id, name, email, phone, status, role_id, role_name; the last three as sent.
-- Binds:    $reseller_id (VARCHAR).

SELECT
    manager.manager_id,
    manager.name,
    manager.email,
    manager.phone,
    manager.status,
    manager.role_id,
    manager.role_name
FROM mirror.manager
WHERE manager.reseller_id = $reseller_id
ORDER BY manager.manager_id
