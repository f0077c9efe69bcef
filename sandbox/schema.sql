-- The platform's own store. One table per class of records.py, columns in the order of its fields.
-- Amounts, prices and rates are INTEGER millionths, so that SQL adds them exactly; days are TEXT
-- (YYYY-MM-DD, the platform's zone); instants are INTEGER milliseconds since 1970 UTC; ranges of
-- days end before `end_on`.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What falls due, and when. One row per kind and subject.
CREATE TABLE task (
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject_id)
) WITHOUT ROWID;
CREATE INDEX task_by_due ON task (due_at, kind, subject_id);

CREATE TABLE reseller (
    reseller_id INTEGER PRIMARY KEY,
    parent_id INTEGER,                  -- NULL for the distributor
    name TEXT NOT NULL,
    domain TEXT NOT NULL,
    currency TEXT NOT NULL,             -- ISO 4217
    billing_day INTEGER NOT NULL,       -- 1 to 28
    company TEXT NOT NULL,              -- JSON
    contacts TEXT NOT NULL,             -- JSON
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE manager_role (
    role_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE manager (
    manager_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    role_id INTEGER,                    -- NULL for root administrators
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    status TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX manager_by_reseller ON manager (reseller_id);

CREATE TABLE category (
    category_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    priority INTEGER NOT NULL,
    logo TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE product (
    product_id INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    vendor TEXT NOT NULL,
    product_line TEXT NOT NULL,
    kind TEXT NOT NULL,
    short_description TEXT NOT NULL,
    description TEXT NOT NULL,
    priority INTEGER NOT NULL,
    logo TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE term (
    term_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    grace_days INTEGER NOT NULL,
    auto_renew_point INTEGER NOT NULL,      -- days before expiration
    manual_renew_point INTEGER NOT NULL,    -- days before expiration; -1 at any time
    manual_switch_point INTEGER NOT NULL,   -- days before expiration; -1 at any time
    delayed_switch_point INTEGER NOT NULL,  -- days before expiration
    deletion_window_hours INTEGER NOT NULL,
    storage_days INTEGER NOT NULL,
    delayed_order_days INTEGER NOT NULL,
    is_stop_allowed INTEGER NOT NULL,
    stop_needs_approval INTEGER NOT NULL,
    deletion_needs_approval INTEGER NOT NULL,
    is_auto_renew_locked INTEGER NOT NULL,
    is_trial_changeable INTEGER NOT NULL,
    is_singleton INTEGER NOT NULL,
    extended_renewal_days INTEGER NOT NULL DEFAULT 0  -- before a billing day; 0: none are
);

CREATE TABLE plan (
    plan_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    term_id INTEGER NOT NULL,
    root_plan_id INTEGER,               -- NULL for the distributor's own
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    sku TEXT NOT NULL,
    status TEXT NOT NULL,
    billing_type TEXT NOT NULL,
    currency TEXT NOT NULL,             -- ISO 4217; the plan's prices are in it
    is_public INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX plan_by_reseller ON plan (reseller_id);

CREATE TABLE plan_period (
    plan_period_id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    months INTEGER,                     -- NULL for endless
    is_trial INTEGER NOT NULL,
    setup_fee INTEGER NOT NULL,
    recurring_fee INTEGER NOT NULL,     -- per month
    renewal_fee INTEGER NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX plan_period_by_plan ON plan_period (plan_id);

CREATE TABLE plan_resource (
    plan_resource_id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    template TEXT NOT NULL,
    unit TEXT NOT NULL,
    is_measured INTEGER NOT NULL,
    is_primary INTEGER NOT NULL,
    included INTEGER NOT NULL,
    minimum INTEGER NOT NULL,           -- the included amount counted in
    maximum INTEGER,                    -- NULL for unlimited
    setup_fee INTEGER NOT NULL,
    recurring_fee INTEGER NOT NULL,     -- per unit and month
    overuse_fee INTEGER NOT NULL,       -- per consumed unit
    renewal_fee INTEGER NOT NULL,
    template_resource_id INTEGER NOT NULL
);
CREATE INDEX plan_resource_by_plan ON plan_resource (plan_id);

CREATE TABLE switch_target (
    switch_target_id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL,
    target_plan_id INTEGER NOT NULL
);
CREATE INDEX switch_target_by_plan ON switch_target (plan_id);

CREATE TABLE discount (
    discount_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    percent INTEGER NOT NULL,           -- millionths of a percent
    start_on TEXT NOT NULL,
    end_on TEXT                         -- NULL while it has no end
);
CREATE INDEX discount_by_product ON discount (reseller_id, product_id);

CREATE TABLE exchange_rate (
    exchange_rate_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    quantity INTEGER NOT NULL,          -- units that the rate buys
    rate INTEGER NOT NULL,              -- the reseller's currency for `quantity` units
    effective_on TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX exchange_rate_by_currency ON exchange_rate (reseller_id, currency, effective_on);

CREATE TABLE account (
    account_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    manager_id INTEGER,
    account_type_id INTEGER NOT NULL,
    account_class_id INTEGER NOT NULL,
    name TEXT NOT NULL,                 -- need not be unique
    status TEXT NOT NULL,
    person TEXT NOT NULL,               -- JSON: first, middle and last name
    address TEXT NOT NULL,              -- JSON
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    custom_attributes TEXT NOT NULL,    -- JSON
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX account_by_reseller ON account (reseller_id);

CREATE TABLE subscription (
    subscription_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    plan_period_id INTEGER NOT NULL,
    manager_id INTEGER,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    stable_status TEXT NOT NULL,
    is_trial INTEGER NOT NULL,
    start_on TEXT,                      -- activation
    period_start_on TEXT,               -- of the plan period that runs
    end_on TEXT,                        -- expiration; NULL for endless periods
    paid_end_on TEXT,                   -- charges exist up to here
    is_auto_renewed INTEGER NOT NULL,
    is_auto_renew_locked INTEGER NOT NULL,
    auto_renew_period_id INTEGER,
    window_ends_at INTEGER,
    stopped_on TEXT,
    stop_reason TEXT,
    operation TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX subscription_by_reseller ON subscription (reseller_id);
CREATE INDEX subscription_by_account ON subscription (account_id);

CREATE TABLE resource (
    resource_id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL,
    plan_resource_id INTEGER NOT NULL,
    additional INTEGER NOT NULL,        -- above what the plan includes
    used INTEGER NOT NULL
);
CREATE INDEX resource_by_subscription ON resource (subscription_id);

CREATE TABLE "order" (
    order_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    subscription_id INTEGER NOT NULL,
    manager_id INTEGER,                 -- NULL for the system
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    plan_id INTEGER NOT NULL,
    plan_period_id INTEGER NOT NULL,
    targets TEXT NOT NULL,              -- JSON: plan_resource_id to the total quantity
    description TEXT NOT NULL,
    total INTEGER NOT NULL,             -- in the reseller's currency, discount taken off
    discount_amount INTEGER NOT NULL,
    exchange_rate INTEGER NOT NULL,
    provisioning_on TEXT NOT NULL,
    pay_by_on TEXT NOT NULL,
    failure TEXT,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    updated_at INTEGER NOT NULL
);
CREATE INDEX order_by_reseller ON "order" (reseller_id);
CREATE INDEX order_by_subscription ON "order" (subscription_id);

CREATE TABLE charge (
    charge_id INTEGER PRIMARY KEY,
    reseller_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    subscription_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    order_id INTEGER,                   -- NULL for consumption
    resource_id INTEGER,                -- NULL for a charge of the plan itself
    plan_resource_id INTEGER,
    resource_name TEXT,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,        -- in plan_currency
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    duration INTEGER NOT NULL,          -- months
    plan_currency TEXT NOT NULL,
    plan_amount INTEGER NOT NULL,       -- in plan_currency, before the discount
    exchange_rate INTEGER NOT NULL,     -- of one unit of plan_currency
    amount INTEGER NOT NULL,            -- in the reseller's currency, before the discount
    accrued INTEGER NOT NULL,
    refund_of_id INTEGER,
    discount_percent INTEGER,           -- NULL until closed
    discount_amount INTEGER,            -- in the reseller's currency; NULL until closed
    status TEXT NOT NULL,
    close_on TEXT,                      -- expected; actual once closed
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX charge_by_subscription ON charge (subscription_id, start_on);
CREATE INDEX charge_by_reseller ON charge (reseller_id);
CREATE INDEX charge_by_order ON charge (order_id);

CREATE TABLE reseller_charge (
    reseller_charge_id INTEGER PRIMARY KEY,
    charge_id INTEGER NOT NULL UNIQUE,
    reseller_id INTEGER NOT NULL,
    discount_id INTEGER,
    discount_percent INTEGER NOT NULL,
    discount_amount INTEGER NOT NULL,
    total INTEGER NOT NULL,             -- in the reseller's currency, discount taken off
    closed_on TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX reseller_charge_by_reseller ON reseller_charge (reseller_id, closed_on);

CREATE TABLE usage (
    usage_id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL,
    operated_on TEXT NOT NULL,
    billed_on TEXT NOT NULL,            -- expected; actual once billed
    is_billed INTEGER NOT NULL,
    category TEXT NOT NULL,
    resource_group TEXT NOT NULL,
    resource_name TEXT NOT NULL,
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,        -- in the reseller's currency, like the amounts
    total INTEGER NOT NULL,             -- before the discount
    discount_amount INTEGER NOT NULL,
    tags TEXT NOT NULL                  -- JSON
);
CREATE INDEX usage_by_day ON usage (subscription_id, operated_on);
CREATE INDEX usage_to_bill ON usage (subscription_id, billed_on) WHERE is_billed = 0;

CREATE TABLE vendor_plan (
    vendor_plan_id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL,   -- 0 for whichever comes first
    operation TEXT NOT NULL,
    delay_seconds INTEGER NOT NULL,
    failure TEXT
);
CREATE INDEX vendor_plan_by_subscription ON vendor_plan (subscription_id, operation);

-- Validations of order attributes, which take a while.
CREATE TABLE async_task (
    async_task_id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,          -- what others call it
    reseller_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    plan_resource_ids TEXT NOT NULL,    -- JSON
    given TEXT NOT NULL,                -- JSON: attribute key to value, as sent
    status TEXT NOT NULL,
    delay_seconds INTEGER,              -- NULL when it never ends
    failure TEXT NOT NULL,              -- empty when nothing goes wrong technically
    results TEXT,                       -- JSON; NULL until completed
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

-- What a vendor was given with a sales order, and what it gave in return.
CREATE TABLE service (
    subscription_id INTEGER PRIMARY KEY,
    vendor TEXT NOT NULL,
    given TEXT NOT NULL,                -- JSON: attribute key to normalised value
    credentials TEXT NOT NULL           -- JSON; empty until activated
);

-- What managers are written about their orders; mail.py sends it.
CREATE TABLE message (
    message_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER,                     -- of the next attempt; NULL once sent or given up
    sent_at INTEGER,                    -- NULL until sent
    created_at INTEGER NOT NULL
);
CREATE INDEX message_to_send ON message (due_at) WHERE due_at IS NOT NULL;

-- The language a manager is written in, where it is not that of the reseller's country.
CREATE TABLE manager_language (
    manager_id INTEGER PRIMARY KEY,
    language TEXT NOT NULL              -- ISO 639-1
);

-- Stops, activations and deletions that managers asked for; the history shows only orders (HIST-4).
CREATE TABLE operation (
    operation_id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL,
    manager_id INTEGER,                 -- NULL for the system
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,               -- empty but for stops, like the comment
    comment TEXT NOT NULL,
    was_auto_renewed INTEGER NOT NULL,  -- what is given back after a wait for approval
    was_auto_renew_locked INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX operation_by_subscription ON operation (subscription_id);

-- Auto-renew as the vendor of a subscription has it, and as both had it when last compared.
CREATE TABLE vendor_renewal (
    subscription_id INTEGER PRIMARY KEY,
    is_on INTEGER NOT NULL,
    was_on INTEGER NOT NULL
);

-- Amounts added to a subscription that its vendor takes back for some hours.
CREATE TABLE added_amount (
    added_amount_id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL,
    plan_resource_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,          -- what is left of it
    window_ends_at INTEGER NOT NULL
);
CREATE INDEX added_amount_by_subscription ON added_amount (subscription_id);
