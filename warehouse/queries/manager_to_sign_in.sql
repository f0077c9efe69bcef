-- Question: who signs in with this e-mail at the reseller of this domain? (ACC-2, ACC-5)
-- Grain:    one row per manager; at most one, because an e-mail is unique within a reseller.
-- Columns:  manager_id, reseller_id, name, email, status, role_name, reseller_name, currency,
--           domain (lower case).
-- Binds:    $domain, $email (VARCHAR, lower case, trimmed). The domain decides the reseller.

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
WHERE reseller.domain = $domain
    AND manager.email = $email
ORDER BY manager.manager_id
LIMIT 1
