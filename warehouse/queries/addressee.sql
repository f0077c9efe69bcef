-- Question: how is this manager of a reseller written to, and may they be? (NTF-2, NTF-3, NTF-12)
-- Grain:    one row per manager; none when the reseller has no such manager.
-- Columns:  manager_id, reseller_id, name, email, status, reseller_name, domain.
-- Binds:    $manager_id, $reseller_id (VARCHAR).

SELECT
    manager.manager_id,
    manager.reseller_id,
    manager.name,
    manager.email,
    manager.status,
    reseller.name AS reseller_name,
    reseller.domain
FROM mirror.manager
JOIN mirror.reseller USING (reseller_id)
WHERE manager.manager_id = $manager_id
    AND manager.reseller_id = $reseller_id
