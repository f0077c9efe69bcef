-- Question: which clients fit these filters, and what does the list say of them?
--           (CLI-1, CLI-2, CLI-4, CLI-5)
-- Grain:    one row per account of a page that something was ordered for, the deleted ones as well;
--           the last page where the one asked for is past it.
-- Columns:  match_count (how many fit, on all pages); account_id, name, status (as sent), first_name,
--           last_name, email, created_at (UTC), custom_attributes (JSON, as sent),
--           subscription_count (those that are not deleted), last_bought_at (UTC: when its newest
--           subscription was ordered).
-- Binds:    $words (VARCHAR: parts of name, id, ITN, contact, e-mail or tenant, a space between),
--           $statuses, $client_types (VARCHAR[]), $created_from, $created_until (TIMESTAMP, UTC, the
--           last one excluded): NULL for no limit of that kind. $sort ('purchase', 'creation',
--           'name'), $is_descending (BOOLEAN), $first, $most (BIGINT: how many to skip, how many to
--           give), $reseller_id (VARCHAR).

WITH bought AS (
    SELECT
        account_id,
        count(*) FILTER (status <> 'deleted') AS subscription_count,
        max(created_at) AS last_bought_at
    FROM mirror.subscription
    WHERE reseller_id = $reseller_id
    GROUP BY account_id
),

matching AS MATERIALIZED (
    SELECT
        account.*,
        bought.subscription_count,
        bought.last_bought_at,
        CASE
            WHEN $words IS NOT NULL THEN
                strip_accents(
                    lower(
                        concat_ws(
                            ' ',
                            account.account_id,
                            name,
                            first_name,
                            last_name,
                            email,
                            json_extract_string(custom_attributes, '$.inn'),
                            json_extract_string(custom_attributes, '$.microsoft_tenant_name'),
                            json_extract_string(custom_attributes, '$.microsoft_tenant_id')
                        )
                    )
                )
        END AS searched
    FROM mirror.account
    JOIN bought ON bought.account_id = account.account_id
    WHERE account.reseller_id = $reseller_id
        AND ($statuses IS NULL OR list_contains($statuses, status))
        AND (
            $client_types IS NULL
            OR list_contains(
                $client_types, json_extract_string(custom_attributes, '$.client_type')
            )
        )
        AND ($created_from IS NULL OR created_at >= $created_from)
        AND ($created_until IS NULL OR created_at < $created_until)
        AND (
            $words IS NULL
            OR len(
                list_filter(
                    string_split(strip_accents(lower(CAST($words AS VARCHAR))), ' '),
                    lambda word: NOT contains(searched, word)
                )
            ) = 0
        )
)

SELECT
    (SELECT count(*) FROM matching) AS match_count,
    account_id,
    name,
    status,
    first_name,
    last_name,
    email,
    created_at,
    custom_attributes,
    subscription_count,
    last_bought_at
FROM matching
ORDER BY
    -- Digits, then Latin, then Cyrillic, whatever the case (NAV-9).
    CASE WHEN $sort = 'name' AND NOT $is_descending THEN name END COLLATE en,
    CASE WHEN $sort = 'name' AND $is_descending THEN name END COLLATE en DESC,
    CASE
        WHEN $is_descending THEN NULL
        WHEN $sort = 'purchase' THEN last_bought_at
        WHEN $sort = 'creation' THEN created_at
    END NULLS LAST,
    CASE
        WHEN NOT $is_descending THEN NULL
        WHEN $sort = 'purchase' THEN last_bought_at
        WHEN $sort = 'creation' THEN created_at
    END DESC NULLS LAST,
    TRY_CAST(account_id AS BIGINT),
    account_id
LIMIT $most
OFFSET least($first, (SELECT (greatest(count(*), 1) - 1) // $most * $most FROM matching))
