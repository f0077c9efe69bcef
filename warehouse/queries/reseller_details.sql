-- Question: what does the platform keep of a reseller's company? (PRF-2)
-- Grain:    one row; none when no load knows the reseller.
-- Columns:  name, domain, currency, company_name, address, country, email, phone, contact_name.
-- Binds:    $reseller_id (VARCHAR).

SELECT
    reseller.name,
    reseller.domain,
    reseller.currency,
    reseller.company_name,
    reseller.address,
    reseller.country,
    reseller.email,
    reseller.phone,
    reseller.contact_name
FROM mirror.reseller
WHERE reseller.reseller_id = $reseller_id
