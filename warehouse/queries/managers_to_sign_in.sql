-- Question: whose e-mail is this, at any reseller? (ACC-2, ACC-5)
-- Grain:    one row per manager; one for each reseller at which there is one with this e-mail.
-- Columns:  manager_id, reseller_id, name, email, status, role_name, reseller_name, currency,
--           domain (lower case).
-- Binds:    $email (VARCHAR, lower case, trimmed).

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
ORDER BY manager.reseller_id, manager.manager_id
