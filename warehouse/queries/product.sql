-- Question: what is said of these products? (CAT-4, CAT-6)
-- Grain:    one row per public product, in the order of the platform, then by name.
-- Columns:  product_id, category_id, name, vendor, short_description, description (HTML, as sent),
--           logo_url (a link at the platform, or NULL), media (JSON array, as sent), updated_at.
-- Binds:    $category_id, $product_id (VARCHAR, or NULL for all), $reseller_id (VARCHAR).

SELECT
    product_id,
    category_id,
    name,
    vendor,
    short_description,
    description,
    logo_url,
    media,
    updated_at
FROM mirror.product
WHERE reseller_id = $reseller_id
    AND is_public IS DISTINCT FROM false
    AND ($category_id IS NULL OR category_id = $category_id)
    AND ($product_id IS NULL OR product_id = $product_id)
ORDER BY priority NULLS LAST, name COLLATE en, product_id
