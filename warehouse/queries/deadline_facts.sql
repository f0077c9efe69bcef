-- Question: which subscriptions may have a deadline in a period, and what does it follow from?
-- Grain:    one row per subscription that may have one; domain.deadlines says whether it has. Ordered
--           by the subscription's number.
-- Columns:  subscription_id, account_id, currency (the reseller's, ISO 4217), status, billing_type
--           (as sent; NULL where the plan is not known), service_term_id, is_trial, is_plan_active,
--           expires_on, is_auto_renewed, is_auto_renew_locked, auto_renew_point_days,
--           manual_renew_point_days, updated_at (UTC); is_priced: whether money can be at stake in
--           the period, for which the rest is needed; of the plan period that follows, the one
--           chosen for auto-renew or the same again, duration, duration_unit,
--           recurring_fee_amount, renewal_fee_amount, plan_currency; rate DECIMAL(18, 6) and
--           unit_quantity of the plan's currency (NULL: no rate); resources, orders, charges: lists
--           of structs, NULL for none, and no resources of what is not priced. A resource is
--           plan_resource_id, name, quantity (above what is included, NULL where it is not known),
--           recurring_fee_amount, renewal_fee_amount; what the vendor measures is none. An order
--           waits or was completed since the first instant. A charge is a recurring one that covers
--           a day from that instant on, deleted ones too, of a subscription with an order completed
--           since then; name, account_name, plan_name last.
-- Binds:    $today, $until_on (DATE, the last day of the period; NULL for all); $only_priced
--           (BOOLEAN, leaves out what has no money at stake in the period); $term_ids (VARCHAR[],
--           service terms) and as many of $before_days, $after_days (INTEGER[]: how far from the
--           expiration a deadline can lie under each, before and after it), $ordered_days
--           (INTEGER[]: how long before it the platform renews by itself) and $storage_days
--           (INTEGER[]: between a stop and the deletion); $windows_from (TIMESTAMP, the first
--           instant at which a window that is open can have begun), $subscription_ids, $account_ids
--           (VARCHAR[] or NULL for all), $reseller_id (VARCHAR).

WITH term AS (
    SELECT
        unnest($term_ids) AS service_term_id,
        unnest($before_days) AS before_days,
        unnest($after_days) AS after_days,
        unnest($ordered_days) AS ordered_days,
        unnest($storage_days) AS storage_days
),

recent AS (
    SELECT
        subscription_id,
        list(row(
            order_id, order_type, status, total_amount, currency, provisioned_on, created_at,
            closed_at
        )) AS orders,
        bool_or(status = 'completed') AS has_window
    FROM mirror.order
    WHERE reseller_id = $reseller_id
        AND subscription_id IS NOT NULL
        AND ($subscription_ids IS NULL OR list_contains($subscription_ids, subscription_id))
        AND ($account_ids IS NULL OR list_contains($account_ids, account_id))
        AND (
            (status = 'completed' AND closed_at >= $windows_from)
            OR (status = 'waiting_for_provisioning' AND provisioned_on >= $today)
        )
    GROUP BY subscription_id
),

near AS (
    SELECT
        subscription.*,
        recent.subscription_id IS NOT NULL AS has_order,
        term.storage_days,
        coalesce(term.after_days, 0) AS after_days,
        greatest(
            coalesce(term.before_days, 0),
            coalesce(subscription.auto_renew_point_days, 0),
            coalesce(subscription.manual_renew_point_days, 0)
        ) AS before_days,
        -- What is in a window, and what is renewed, or ends, in the period.
        coalesce(recent.has_window, false) OR coalesce(
            subscription.status <> 'stopped'
            AND NOT subscription.is_trial
            AND (
                $until_on IS NULL
                OR subscription.expires_on <= CAST($until_on AS DATE) + CASE
                    WHEN subscription.is_auto_renewed
                        THEN greatest(coalesce(subscription.auto_renew_point_days, term.ordered_days, 0), 0)
                    ELSE 0
                END
            ),
            false
        ) AS is_priced
    FROM mirror.subscription
    LEFT JOIN recent ON recent.subscription_id = subscription.subscription_id
    LEFT JOIN mirror.plan
        ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
    LEFT JOIN term ON term.service_term_id = plan.service_term_id
    WHERE subscription.reseller_id = $reseller_id
        AND subscription.status NOT IN ('deleted', 'deleting', 'installing', 'installation_failed')
        AND (
            $subscription_ids IS NULL
            OR list_contains($subscription_ids, subscription.subscription_id)
        )
        AND ($account_ids IS NULL OR list_contains($account_ids, subscription.account_id))
),

candidate AS (
    SELECT *
    FROM near
    WHERE has_order
        OR (
            status = 'stopped'
            AND NOT $only_priced
            -- A day in UTC, which may be another one in the platform's zone.
            AND CAST(updated_at AS DATE) + storage_days >= CAST($today AS DATE) - 1
            AND (
                $until_on IS NULL
                OR CAST(updated_at AS DATE) + storage_days <= CAST($until_on AS DATE) + 1
            )
        )
        OR (
            status <> 'stopped'
            AND expires_on >= CAST($today AS DATE) - after_days
            AND ($until_on IS NULL OR expires_on <= CAST($until_on AS DATE) + before_days)
            AND (is_priced OR NOT $only_priced)
        )
),

held AS (
    SELECT
        resource.subscription_id,
        list(row(
            resource.resource_id,
            resource.plan_resource_id,
            resource.name,
            resource.additional_quantity,
            coalesce(plan_resource.renewal_fee_amount, resource.renewal_fee_amount),
            coalesce(plan_resource.recurring_fee_amount, resource.recurring_fee_amount)
        )) AS resources
    FROM mirror.subscription_resource AS resource
    JOIN candidate
        ON candidate.subscription_id = resource.subscription_id
        AND candidate.reseller_id = resource.reseller_id
    LEFT JOIN mirror.plan_resource
        ON plan_resource.plan_resource_id = resource.plan_resource_id
        AND plan_resource.reseller_id = resource.reseller_id
    WHERE resource.reseller_id = $reseller_id
        AND candidate.is_priced
        AND NOT coalesce(plan_resource.is_measured, false)
    GROUP BY resource.subscription_id
),

unused AS (
    SELECT
        charge.subscription_id,
        list(row(
            charge.period_start_on,
            charge.charge_id,
            nullif(charge.order_id, ''),
            charge.resource_name,
            charge.quantity,
            charge.unit_price_amount,
            charge.period_last_on,
            charge.gross_amount,
            charge.status,
            charge.created_at
        )) AS charges
    FROM ledger.charge
    JOIN recent ON recent.subscription_id = charge.subscription_id
    WHERE charge.reseller_id = $reseller_id
        AND recent.has_window
        AND charge.charge_type = 'recurring'
        AND charge.status IN ('opened', 'blocked', 'closed', 'deleted')
        AND charge.period_last_on >= CAST($windows_from AS DATE)
    GROUP BY charge.subscription_id
)

SELECT
    candidate.subscription_id,
    candidate.account_id,
    reseller.currency,
    candidate.status,
    plan.billing_type,
    plan.service_term_id,
    candidate.is_trial,
    coalesce(plan.status = 'active', false) AS is_plan_active,
    candidate.expires_on,
    coalesce(candidate.is_auto_renewed, false) AS is_auto_renewed,
    coalesce(candidate.is_auto_renew_locked, false) AS is_auto_renew_locked,
    candidate.auto_renew_point_days,
    candidate.manual_renew_point_days,
    candidate.updated_at,
    candidate.is_priced,
    period.duration,
    period.duration_unit,
    period.recurring_fee_amount,
    period.renewal_fee_amount,
    plan.currency AS plan_currency,
    exchange_rate.rate,
    exchange_rate.unit_quantity,
    held.resources,
    recent.orders,
    unused.charges,
    candidate.name,
    account.name AS account_name,
    plan.name AS plan_name
FROM candidate
JOIN mirror.reseller ON reseller.reseller_id = candidate.reseller_id
LEFT JOIN mirror.plan
    ON plan.plan_id = candidate.plan_id AND plan.reseller_id = candidate.reseller_id
LEFT JOIN mirror.plan_period AS period
    ON period.plan_period_id = CASE
        WHEN candidate.is_auto_renewed
            THEN coalesce(candidate.auto_renew_period_id, candidate.plan_period_id)
        ELSE candidate.plan_period_id
    END
    AND period.reseller_id = candidate.reseller_id
LEFT JOIN mirror.exchange_rate
    ON exchange_rate.currency = plan.currency
    AND exchange_rate.reseller_id = candidate.reseller_id
LEFT JOIN mirror.account
    ON account.account_id = candidate.account_id AND account.reseller_id = candidate.reseller_id
LEFT JOIN held ON held.subscription_id = candidate.subscription_id
LEFT JOIN recent ON recent.subscription_id = candidate.subscription_id
LEFT JOIN unused ON unused.subscription_id = candidate.subscription_id
ORDER BY TRY_CAST(candidate.subscription_id AS BIGINT), candidate.subscription_id
