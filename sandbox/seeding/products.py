"""What is for sale besides Microsoft's licences: plans, and what they cost in dollars."""

from __future__ import annotations

from decimal import Decimal

from domain.statuses import BillingType
from sandbox.seeding.recipes import (
    ENDLESS,
    ONE_MONTH,
    ONE_YEAR,
    TRIAL,
    CategoryRecipe,
    PeriodRecipe,
    PlanRecipe,
    ProductRecipe,
    ResourceRecipe,
)

MONTHLY = BillingType.MONTHLY
LONG_TERM = BillingType.LONG_TERM
COMMITMENT = BillingType.MONTHLY_COMMITMENT
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
LICENSES = BillingType.LICENSE_BASED
PAY_IN_FULL = BillingType.PAY_IN_FULL
PAYG = BillingType.PAYG
EXTERNAL = BillingType.PAYG_EXTERNAL
ONE_TIME = BillingType.NON_RECURRING
ESET = BillingType.ESET


CATEGORIES = (
    CategoryRecipe("office", "Microsoft 365", "Mail, documents, meetings and Windows for work."),
    CategoryRecipe("business", "Business applications", "Sales, finance, analytics, low code."),
    CategoryRecipe("azure", "Azure", "Servers, storage and services, paid as they are used."),
    CategoryRecipe("software", "Software licences", "Licences bought once, or for a term."),
    CategoryRecipe("security", "Security", "Protection of devices, mail and identities."),
    CategoryRecipe("backup", "Backup and hosting", "Backup, servers and mail of our own."),
    CategoryRecipe("google", "Google Workspace", "Mail, documents and meetings by Google."),
)

AZURE_PLAN = PlanRecipe(
    "Azure Plan", "DZH318Z0BPS6:0001", EXTERNAL, "azure", "azure", (ENDLESS,),
    (ResourceRecipe("Azure consumption", "unit", "MicrosoftCspProducts", minimum=0,
                    is_measured=True),),
    "Pay for what is used, day by day. Azure plan, usage in the vendor's units.",
)  # fmt: skip


def _hosted(name: str, sku: str, kind: BillingType, term: str, periods: tuple[PeriodRecipe, ...],
            *resources: ResourceRecipe, line: str = "hosting", switches: str = "hosted",
            ) -> PlanRecipe:  # fmt: skip
    return PlanRecipe(name, sku, kind, term, line, periods, resources, switches=switches)


def _one(name: str, unit: str, template: str, recurring: str, **more: object) -> ResourceRecipe:
    return ResourceRecipe(name, unit, template, Decimal(recurring), **more)  # type: ignore[arg-type]


OTHERS = (
    ProductRecipe("Azure Plan", "azure", "Microsoft", "Azure", "azure",
        "Everything Azure has, paid by the day.",
        "Servers, databases, storage and several hundred other services. Usage is measured by "
        "Microsoft and billed the next day; the month is closed on the billing day.",
        (AZURE_PLAN,)),
    ProductRecipe("Azure Reservations", "azure", "Microsoft", "Azure", "reservation",
        "Servers for one or three years at a lower price.",
        "A virtual machine size reserved for a term and paid at once.",
        (PlanRecipe("Reserved VM Instance, Standard_D4s_v5, EU West", "DZH318Z08NN3:0009",
                    ONE_TIME, "software", "azure",
                    (PeriodRecipe("1 year", 12), PeriodRecipe("3 years", 36)),
                    (ResourceRecipe("Reservation", "instance", "MicrosoftCspProducts",
                                    setup_fee=Decimal("1027.00"), maximum=50),)),)),
    ProductRecipe("Office 365 E3", "office", "Microsoft", "Office 365", "office365",
        "The Office 365 suite, legacy offer.",
        "One live subscription per client; add-ons are resources of the same plan.",
        (PlanRecipe("Office 365 E3 (legacy, paid monthly)", "796b6b5f-613c-4e24-a17c-eba730d49c02",
                    COMMITMENT, "legacy", "microsoft", (TRIAL, ONE_YEAR),
                    (_one("License", "license", "Office365", "20.00", maximum=5000),
                     _one("Audio Conferencing", "license", "Office365", "4.00", minimum=0,
                          maximum=5000, is_primary=False)), switches="legacy"),
         PlanRecipe("Office 365 E3 (legacy, paid annually)",
                    "796b6b5f-613c-4e24-a17c-eba730d49c03", LONG_TERM, "legacy", "microsoft",
                    (ONE_YEAR,),
                    (_one("License", "license", "Office365", "19.20", maximum=5000),),
                    switches="legacy"))),
    ProductRecipe("Windows Server", "software", "Microsoft", "Perpetual Software", "software",
        "Licences that are bought once.", "Keys and downloads are in the admin center.",
        (PlanRecipe("Windows Server 2022 Standard, 16 Core License Pack", "DG7GMGF0D5RK:0005",
                    ONE_TIME, "software", "azure", (ENDLESS,),
                    (ResourceRecipe("License", "license", "MicrosoftCspProducts",
                                    setup_fee=Decimal("1069.00"), maximum=500),)),
         PlanRecipe("Windows Server 2022, 1 User CAL", "DG7GMGF0D5SL:0002", ONE_TIME, "software",
                    "azure", (ENDLESS,),
                    (ResourceRecipe("License", "license", "MicrosoftCspProducts",
                                    setup_fee=Decimal("44.50"), maximum=2000),)))),
    ProductRecipe("SQL Server", "software", "Microsoft", "Software Subscriptions", "software",
        "SQL Server for one or three years.", "Expires at the end of its term.",
        (PlanRecipe("SQL Server Standard, 2 Core, software subscription", "DG7GMGF0FKX9:0003",
                    ONE_TIME, "software", "azure",
                    (PeriodRecipe("1 year", 12), PeriodRecipe("3 years", 36)),
                    (ResourceRecipe("License", "license", "MicrosoftCspProducts",
                                    setup_fee=Decimal("1418.00"), renewal_fee=Decimal("1389.00"),
                                    maximum=64),)),)),
    ProductRecipe("Hosted Exchange", "backup", "Northern Cloud", "Hosting", "hosting",
        "Mailboxes in our own data centre.", "Mailboxes of 50 GB with archive and antispam.",
        (_hosted("Hosted Exchange Standard", "NC-HEX-ST", MONTHLY, "hosting",
                 (ENDLESS, ONE_YEAR, ONE_MONTH, TRIAL),
                 _one("Mailbox", "mailbox", "HostedExchange", "4.00", maximum=2000),
                 _one("Archive, 10 GB", "pack", "HostedExchange", "1.15", minimum=0, maximum=500,
                      is_primary=False)),
         _hosted("Hosted Exchange Premium", "NC-HEX-PR", MONTHLY, "hosting",
                 (ENDLESS, ONE_YEAR, ONE_MONTH),
                 _one("Mailbox", "mailbox", "HostedExchange", "6.90", maximum=2000)))),
    ProductRecipe("Virtual Server", "backup", "Northern Cloud", "Hosting", "hosting",
        "Servers by the month.", "A server has a monthly price; processors and memory are added.",
        (_hosted("Virtual Server S", "NC-VPS-S", MONTHLY, "hosting",
                 (PeriodRecipe("Endless", None, recurring_fee=Decimal("18.00")),),
                 _one("vCPU", "core", "Compute", "5.50", included=2, minimum=2, maximum=32),
                 _one("Memory", "GB", "Compute", "2.75", included=4, minimum=4, maximum=128,
                      is_primary=False), switches="server"),
         _hosted("Virtual Server M", "NC-VPS-M", MONTHLY, "hosting",
                 (PeriodRecipe("Endless", None, recurring_fee=Decimal("39.00")),),
                 _one("vCPU", "core", "Compute", "5.20", included=4, minimum=4, maximum=32),
                 _one("Memory", "GB", "Compute", "2.60", included=16, minimum=16, maximum=128,
                      is_primary=False), switches="server"))),
    ProductRecipe("Cloud Backup", "backup", "Northern Cloud", "Backup", "backup",
        "Backup of servers and workstations, by the gigabyte.",
        "A quota is ordered once; what is stored is charged at the end of the month.",
        (PlanRecipe("Cloud Backup by GB", "NC-BCK-GB", PAYG, "hosting", "backup",
                    (ENDLESS,),
                    (ResourceRecipe("Storage", "GB", "Backup", overuse_fee=Decimal("0.0850"),
                                    minimum=100, maximum=100000, is_measured=True),)),)),
    ProductRecipe("Windows Server SPLA", "backup", "Microsoft", "SPLA", "licenses",
        "Server licences by the calendar month.", "The month is charged by its highest amount.",
        (_hosted("Windows Server Standard Core, SPLA", "9EM-SPLA-STD", LICENSES, "monthly",
                 (ONE_MONTH,), _one("2-core licence", "licence", "Spla", "3.45", maximum=5000),
                 switches="spla"),
         _hosted("Windows Server Datacenter Core, SPLA", "9EA-SPLA-DC", LICENSES, "monthly",
                 (ONE_MONTH,), _one("2-core licence", "licence", "Spla", "21.60", maximum=5000),
                 switches="spla"))),
    ProductRecipe("Dr.Guard Antivirus", "security", "Dr.Guard", "Antivirus", "antivirus",
        "Antivirus with a free start.", "Free until the next month begins.",
        (_hosted("Dr.Guard Business", "DRG-BUS", PAY_IN_FULL, "monthly", (ONE_MONTH,),
                 _one("Device", "device", "DrGuard", "2.10", maximum=10000), line="security",
                 switches="guard"),
         _hosted("Dr.Guard Business Plus", "DRG-BUS-PLUS", PAY_IN_FULL, "monthly", (ONE_MONTH,),
                 _one("Device", "device", "DrGuard", "3.05", maximum=10000), line="security",
                 switches="guard"))),
    ProductRecipe("TLS Certificate", "security", "CertHouse", "Certificates", "certificate",
        "Certificates for web servers.", "Issued for a domain; renewed before it expires.",
        (PlanRecipe("TLS Certificate, organization", "CH-TLS-OV", ONE_TIME, "software",
                    "security", (PeriodRecipe("3 months", 3), PeriodRecipe("1 year", 12)),
                    (ResourceRecipe("Domain", "domain", "Certificates",
                                    setup_fee=Decimal("39.00"), renewal_fee=Decimal("35.00"),
                                    maximum=25),)),)),
    ProductRecipe("ESET PROTECT", "security", "ESET", "ESET", "eset",
        "Protection of devices, by the month.", "Seats are counted by billing period.",
        (_hosted("ESET PROTECT Entry", "ESET-EPE-M", ESET, "eset", (ENDLESS, ONE_YEAR),
                 _one("Seat", "seat", "Eset", "2.30", minimum=5, maximum=5000), line="security",
                 switches=""),
         _hosted("ESET PROTECT Complete", "ESET-EPC-M", ESET, "eset", (ENDLESS, ONE_YEAR),
                 _one("Seat", "seat", "Eset", "4.15", minimum=5, maximum=5000), line="security",
                 switches=""))),
    ProductRecipe("Google Workspace Business", "google", "Google", "Google Workspace", "google",
        "Mail, documents and meetings.", "Set up for the domain of the client.",
        (PlanRecipe("Google Workspace Business Starter, flexible", "GWS-BST-FLEX", MONTHLY,
                    "google", "google", (ENDLESS, TRIAL),
                    (_one("User", "user", "GSuite", "7.20", maximum=300),), switches="google"),
         PlanRecipe("Google Workspace Business Standard, flexible", "GWS-BSD-FLEX", MONTHLY,
                    "google", "google", (ENDLESS,),
                    (_one("User", "user", "GSuite", "14.40", maximum=300),), switches="google"),
         PlanRecipe("Google Workspace Business Standard, annual", "GWS-BSD-YEAR", LONG_TERM,
                    "annual", "google",
                    (PeriodRecipe("1 year", 12, setup_fee=Decimal("25.00"),
                                  renewal_fee=Decimal("10.00")),),
                    (_one("User", "user", "GSuite", "12.00", maximum=300),), switches="google"))),
)  # fmt: skip
