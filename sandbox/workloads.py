"""What is run on Azure: meters with the vendor's prices, and how much of each is used on a day.

Services are those of data/azure_services.csv, units those of data/azure_units.csv. The same
subscription uses the same on the same day, whenever it is asked.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

QUANTITY_PLACES = 4
WEEKEND = 5
REFUNDED_ONE_DAY_IN = 40
LATE_ONE_RECORD_IN = 12

REGIONS = {
    "EUR": ("West Europe", "Germany West Central", "North Europe", "France Central"),
    "PLN": ("Poland Central", "West Europe"),
    "GBP": ("UK South", "UK West"),
}
ENVIRONMENTS = ("prod", "test", "dev")


class Meter(NamedTuple):
    """A thing Azure counts. `price` is in dollars for one unit; `daily` a usual day's amount."""

    service: str
    name: str
    unit: str
    price: str
    daily: float


class Tier(NamedTuple):
    """A price that holds up to an amount in a billing period."""

    up_to: Decimal
    price: Decimal


BANDWIDTH = Meter("Virtual Network", "Data Transfer Out", "1 GB", "0.08", 9.5)
# The first 100 GB of a billing period are free, and above 1 TB it gets cheaper.
BANDWIDTH_TIERS = (
    Tier(Decimal(100), Decimal(0)),
    Tier(Decimal(1024), Decimal("0.08")),
    Tier(Decimal("Infinity"), Decimal("0.065")),
)
MACHINE = "Virtual Machines"
DISKS = "Storage Accounts"
METERS = {
    "shop": (
        Meter(MACHINE, "D4s v5", "1 Hour", "0.192", 48),
        Meter("Azure App Service", "P1 v3 App", "1 Hour", "0.169", 24),
        Meter("Azure SQL Database", "vCore, General Purpose", "1 Hour", "0.252", 48),
        Meter(DISKS, "Hot LRS Data Stored", "1 GB/Month", "0.0184", 16.6),
        Meter("Azure Cache for Redis", "C1 Cache Instance", "1 Hour", "0.055", 24),
        Meter("Application Gateway", "Standard Fixed Cost", "1 Hour", "0.246", 24),
        Meter("Azure Monitor", "Analytics Logs Data Ingestion", "1 GB", "2.76", 1.4),
        BANDWIDTH,
    ),
    "desktops": (
        Meter(MACHINE, "D8s v5", "1 Hour", "0.384", 40),
        Meter("Azure Virtual Desktop", "User Access", "1/Month", "5.50", 0.8),
        Meter(DISKS, "P10 Disks", "1/Month", "19.71", 0.26),
        Meter("Azure Backup", "Protected Instances", "1/Month", "10.00", 0.1),
        Meter("VPN Gateway", "VpnGw1", "1 Hour", "0.19", 24),
        BANDWIDTH,
    ),
    "data": (
        Meter("Azure Databricks", "Standard All-purpose Compute DBU", "1 Hour", "0.40", 30),
        Meter("Azure Synapse Analytics", "Serverless SQL Data Processed", "1 TB", "5.00", 0.35),
        Meter("Azure Data Factory", "Cloud Data Movement", "1 Hour", "0.25", 6),
        Meter(DISKS, "Cool LRS Data Stored", "1 GB/Month", "0.01", 66),
        Meter("Event Hubs", "Standard Throughput Unit", "1 Hour", "0.03", 24),
        Meter("Azure AI Search", "Standard S1 Unit", "1 Hour", "0.336", 24),
        Meter("Cosmos DB", "100 RU/s", "1/Hour", "0.008", 96),
        Meter("Key Vault", "Operations", "10K", "0.03", 2.2),
    ),
    "small": (
        Meter(MACHINE, "B2s", "1 Hour", "0.0416", 24),
        Meter(DISKS, "E6 Disks", "1/Month", "4.80", 0.033),
        Meter("Azure Backup", "LRS Data Stored", "1 GB/Month", "0.0224", 2.4),
        Meter("Azure DNS", "Public Queries", "1M", "0.40", 0.004),
    ),
    "apps": (
        Meter("Azure Kubernetes Service", "Standard Uptime SLA", "1 Hour", "0.10", 24),
        Meter(MACHINE, "E4s v5", "1 Hour", "0.252", 72),
        Meter("Azure Container Registry", "Standard Registry Unit", "1/Day", "0.6666", 1),
        Meter("Load Balancer", "Standard Included LB Rules and Outbound Rules", "1/Hour",
              "0.025", 24),
        Meter("Functions", "Execution Time", "1 GB Second", "0.000016", 41000),
        Meter("Service Bus", "Standard Messaging Operations", "1M", "0.80", 0.6),
        Meter("Azure Monitor", "Analytics Logs Data Ingestion", "1 GB", "2.76", 2.1),
        BANDWIDTH,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """A resource a subscription keeps using."""

    meter: Meter
    name: str
    group: str
    region: str
    tags: tuple[str, ...]
    scale: float
    rests_on_weekends: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of a resource was used on a day, and how many days late the vendor says so."""

    use: Use
    quantity: Decimal
    days_late: int


def workload(subscription_id: int, currency: str) -> list[Use]:
    """Return what a subscription uses: one or two environments of one kind of application."""
    chance = random.Random(subscription_id)
    kind = chance.choice(list(METERS))
    region = chance.choice(REGIONS[currency])
    size = chance.choice((0.4, 1, 1, 1.6, 3))
    uses = []
    for environment in ENVIRONMENTS[: chance.choice((1, 1, 2))]:
        is_test = environment != "prod"
        tags = (f"env: {environment}", f"cost-center: {chance.randint(1, 40) * 100}")
        for meter in METERS[kind]:
            scale = size * (0.4 if is_test else 1) * chance.uniform(0.7, 1.4)
            uses.append(Use(meter, meter.name, f"rg-{kind}-{environment}", region, tags, scale,
                            is_test))  # fmt: skip
    return uses


def measured(subscription_id: int, uses: list[Use], day: date) -> list[Measured]:
    """Return what a subscription used on a day; what was given back has a negative quantity."""
    chance = random.Random(subscription_id * 1_000_003 + day.toordinal())
    growth = 1 + (day.toordinal() - 738_000) / 4000
    found = []
    for use in uses:
        rest = 0.15 if use.rests_on_weekends and day.weekday() >= WEEKEND else 1
        quantity = use.meter.daily * use.scale * growth * rest * chance.uniform(0.85, 1.15)
        late = chance.randint(1, 2) if chance.randrange(LATE_ONE_RECORD_IN) == 0 else 0
        found.append(Measured(use, _quantity(quantity), late))
    if chance.randrange(REFUNDED_ONE_DAY_IN) == 0:
        use = chance.choice([use for use in uses if use.meter is not BANDWIDTH])
        days = chance.uniform(0.5, 4)
        given_back = use.meter.daily * use.scale * growth * days
        found.append(Measured(use, -_quantity(given_back), chance.randint(0, 2)))
    return found


def bandwidth_parts(before: Decimal, quantity: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Cut an amount of bandwidth by its tiers: amounts, each with its price in dollars.

    `before` is what the billing period has used already.
    """
    parts = []
    for tier in BANDWIDTH_TIERS:
        part = min(quantity, max(Decimal(0), tier.up_to - before))
        if part:
            parts.append((part, tier.price))
            before, quantity = before + part, quantity - part
    return parts


def _quantity(amount: float) -> Decimal:
    return Decimal(max(1, round(amount * 10**QUANTITY_PLACES))).scaleb(-QUANTITY_PLACES)
