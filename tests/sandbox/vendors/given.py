"""Plans that want to know something, and what they are given."""

from __future__ import annotations

NCE = "Microsoft 365 Business Basic (NCE, 1 month)"


SOFTWARE, RESERVED = "Windows Server 2022 Standard", "Reserved VM Instance"


GOOGLE = "Google Workspace Business Starter"


TENANT = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "engine"}


EXISTING = {"microsoft_customer_agreement": 1, "is_new_domain": 0, "with_subdomain": "1",
            "customer_domain": "engine"}  # fmt: skip


WORKSPACE = {"domain_name": "engine.example", "customer_alternate_email": "ada@byron.example",
             "admin_login": "ada"}  # fmt: skip
