-- Question: which roles can the managers of a reseller have? (MGR-2)
-- Grain:    one row per role, by id.
-- Columns:  role_id, name.
-- Binds:    $reseller_id (VARCHAR).

SELECT manager_role.role_id, manager_role.name
FROM mirror.manager_role
WHERE manager_role.reseller_id = $reseller_id
ORDER BY manager_role.role_id
