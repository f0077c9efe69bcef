-- Question: who is this manager of a reseller; may they sign in, and be written to?
--           (ACC-4, NTF-2, NTF-3, NTF-12)
-- Grain:    one row per manager; none when the reseller has no such manager.
-- Columns:  manager_id, reseller_id, name, email, status, role_name, reseller_name, currency,
--           domain (lower case).
-- Binds:    $manager_id, $reseller_id (VARCHAR).

SELECT
    manager.manager_id,
    manager.reseller_id,
    manager.name,
    manager.email,
    manager.status,
    manager.role_name,
    reseller.name AS reseller_name,
    reseller.currency,
    reseller.domain
FROM mirror.manager
JOIN mirror.reseller USING (reseller_id)
WHERE manager.manager_id = $manager_id
    AND manager.reseller_id = $reseller_id
