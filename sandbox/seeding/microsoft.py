"""What Microsoft's New Commerce sells by the licence, and what it costs in dollars."""

from __future__ import annotations

from decimal import Decimal

from domain.statuses import BillingType
from sandbox.seeding.recipes import (
    ONE_MONTH,
    ONE_YEAR,
    TRIAL,
    PeriodRecipe,
    PlanRecipe,
    ResourceRecipe,
)

LONG_TERM = BillingType.LONG_TERM
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL

# Dollars per licence and month; the name is one of data/microsoft_products.csv.
MICROSOFT = {
    "office": {
        "Microsoft 365 Business Basic": "6.00", "Microsoft 365 Business Standard": "12.50",
        "Microsoft 365 Business Premium": "22.00", "Microsoft 365 Apps for Business": "8.25",
        "Microsoft 365 Apps for Enterprise": "12.00", "Microsoft 365 E3": "36.00",
        "Microsoft 365 E5": "57.00", "Microsoft 365 F3": "8.00", "Office 365 E1": "10.00",
        "Exchange Online (Plan 1)": "4.00", "Exchange Online (Plan 2)": "8.00",
        "OneDrive for Business (Plan 2)": "10.00", "SharePoint Online (Plan 1)": "5.00",
        "Microsoft Teams Essentials": "4.00", "Microsoft Teams Rooms Pro": "40.00",
        "Windows 365 Business 2 vCPU 8 GB 128 GB": "45.00", "Visio Plan 2": "15.00",
        "Project Plan 3": "30.00",
    },
    "business": {
        "Power BI Pro": "10.00", "Power BI Premium Per User": "20.00",
        "Power Apps per user plan": "20.00", "Power Automate per user plan": "15.00",
        "Dynamics 365 Business Central Essentials": "70.00",
        "Dynamics 365 Business Central Premium": "100.00",
        "Dynamics 365 Sales Premium": "135.00", "Dynamics 365 Team Members": "8.00",
    },
    "security": {
        "Microsoft Defender for Endpoint": "5.20",
        "Microsoft Defender for Office 365 (Plan 1)": "2.00",
        "Enterprise Mobility + Security E3": "10.60", "Azure Active Directory Premium P1": "6.00",
        "Microsoft Intune Suite": "10.00",
    },
}  # fmt: skip
# These are offered for a trial too.
TRIED = {"Microsoft 365 Business Premium", "Microsoft 365 E5", "Power BI Pro",
         "Dynamics 365 Business Central Essentials"}  # fmt: skip

# What a family of products (sandbox/pictures/glyphs.py) is for, in a line.
SAYS = {
    "mail": "Mailboxes, calendars and contacts.",
    "chat": "Chat, calls and meetings.",
    "files": "Files that are everywhere, and shared.",
    "pages": "Documents, tables and slides on every device.",
    "suite": "Mail, documents, meetings and files in one licence.",
    "chart": "Figures from many sources, drawn and shared.",
    "ledger": "Finance, purchase, stock and projects in one system.",
    "people": "Customers, deals and service.",
    "flow": "Processes drawn, and carried out by themselves.",
    "plan": "Projects, people and dates in one plan.",
    "screen": "A desktop that follows its user.",
    "shield": "Protection from malware and phishing.",
    "key": "Sign-in, and who may do what.",
    "device": "Devices and apps, managed from one place.",
}


def microsoft_plans(
    name: str, stem: str, price: Decimal, has_trial: bool
) -> tuple[PlanRecipe, ...]:
    """Return the plans Microsoft's New Commerce offers a licence under (MS-15, MS-16)."""
    line = "azure" if name.startswith(("Dynamics", "Power")) else "microsoft"
    short = Decimal("1.2")

    def plan(title: str, code: str, kind: BillingType, period: PeriodRecipe,
             fee: Decimal) -> PlanRecipe:  # fmt: skip
        licence = ResourceRecipe("License", "license", "Office365", fee, maximum=10000)
        return PlanRecipe(f"{name} (NCE, {title})", f"{stem}:{code}", kind, "nce", line,
                          (period,), (licence,), switches="nce")  # fmt: skip

    plans = (
        plan("1 month", "0001", LONG_TERM, ONE_MONTH, price * short),
        plan("1 year paid monthly", "0002", INTERVAL, ONE_YEAR, price),
        plan("1 year paid annually", "0003", LONG_TERM, ONE_YEAR, price),
    )
    if not has_trial:
        return plans
    licences = ResourceRecipe("License", "license", "Office365", included=25, minimum=25,
                              maximum=25)  # fmt: skip
    trial = PlanRecipe(f"{name} Trial", f"{stem}:0005", LONG_TERM, "trial", line, (TRIAL,),
                       (licences,), switches="nce")  # fmt: skip
    return (*plans, trial)
