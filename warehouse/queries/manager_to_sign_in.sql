-- Question: whose e-mail is this, at the reseller of a domain or at any? (ACC-2, ACC-5)
-- Grain:    one row per manager; at most one of each reseller, where an e-mail is unique.
-- Columns:  manager_id, reseller_id, name, email, status, role_name, reseller_name, currency,
--           domain (lower case).
-- Binds:    $email, $domain, $encoded_domain (VARCHAR, lower case, trimmed): the two ways to write
--           a domain, as either of which the platform may know it; every reseller's where NULL.

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
WHERE manager.email = $email
    AND ($domain IS NULL OR reseller.domain IN ($domain, $encoded_domain))
ORDER BY manager.reseller_id, manager.manager_id
