"""Which telling stories are told, and of which plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sandbox.seeding.finished_stories import (
    account_deleted,
    approval_refused,
    converted_trial,
    delayed_and_cancelled,
    deleted_in_window,
    deleted_on_first_day,
    expired_trial,
    expiring,
    expiring_and_renewed,
    graced,
    grown,
    grown_and_shrunk,
    hold_lifted,
    just_bought,
    kept,
    lapsed,
    on_administrative_hold,
    on_financial_hold,
    paused_for_months,
    reduced_in_window,
    renewal_waiting,
    stopped,
    switched_with_refund,
    trial,
)
from sandbox.seeding.life import Life, Script
from sandbox.seeding.unfinished_stories import (
    activating,
    activation_failed,
    added_to,
    delayed,
    deleting,
    deletion_failed,
    deletion_to_be_approved,
    installation_failed,
    installing,
    refund_to_be_approved,
    refund_waiting,
    renewing,
    renewing_failed,
    stopping,
    stopping_failed,
    switch_waiting,
    switching,
    switching_failed,
    trial_ending,
    unpaid,
    updating,
    updating_failed,
    waiting_for_approval,
)


class Telling(NamedTuple):
    """A story, the start of the name of the plan it is about, and which of the clients lives it.

    Clients are numbered; a story without a number is given to any of them.
    """

    script: Callable[[Life], Script]
    plan: str
    client: int | None = None


HELD, BLOCKED_FOR_DEBT, FORGIVEN, GONE, TRYING, OLD_FASHIONED = 10, 11, 12, 13, 14, 15
# These clients' stories are told in full below; nothing else happens to them.
RESERVED = {HELD, BLOCKED_FOR_DEBT, FORGIVEN, GONE, TRYING, OLD_FASHIONED}

TELLINGS = (
    Telling(delayed, "Microsoft 365 Business Basic (NCE, 1 year paid monthly)"),
    Telling(delayed_and_cancelled, "Exchange Online (Plan 1) (NCE, 1 year paid monthly)"),
    Telling(unpaid, "Visio Plan 2 (NCE, 1 year paid monthly)"),
    Telling(installing, "Microsoft 365 E5 (NCE, 1 year paid monthly)"),
    Telling(installation_failed, "Google Workspace Business Starter"),
    Telling(updating, "Microsoft 365 Business Standard (NCE, 1 year paid monthly)"),
    Telling(updating_failed, "Microsoft 365 E3 (NCE, 1 year paid monthly)"),
    Telling(renewing, "Microsoft Teams Essentials (NCE, 1 month)"),
    Telling(renewing_failed, "OneDrive for Business (Plan 2) (NCE, 1 month)"),
    Telling(switching, "Power BI Pro (NCE, 1 year paid monthly)"),
    Telling(switching_failed, "Project Plan 3 (NCE, 1 year paid monthly)"),
    Telling(switched_with_refund, "Power Apps per user plan (NCE, 1 year paid annually)"),
    Telling(waiting_for_approval, "Azure Plan"),
    Telling(approval_refused, "Azure Plan"),
    Telling(graced, "Hosted Exchange Standard"),
    Telling(stopping, "Hosted Exchange Premium"),
    Telling(stopping_failed, "Microsoft 365 F3 (NCE, 1 year paid monthly)"),
    Telling(stopped, "Hosted Exchange Standard"),
    Telling(activating, "Virtual Server S"),
    Telling(activation_failed, "Google Workspace Business Standard, flexible"),
    Telling(paused_for_months, "Hosted Exchange Premium"),
    Telling(deleted_in_window, "Microsoft 365 Apps for Business (NCE, 1 year paid annually)"),
    Telling(deleted_on_first_day, "Power Automate per user plan (NCE, 1 year paid monthly)"),
    Telling(refund_waiting, "Microsoft Intune Suite (NCE, 1 year paid monthly)"),
    Telling(refund_to_be_approved, "Office 365 E3 (legacy, paid annually)", OLD_FASHIONED),
    Telling(deleting, "Exchange Online (Plan 2) (NCE, 1 year paid monthly)"),
    Telling(deletion_failed, "SharePoint Online (Plan 1) (NCE, 1 year paid monthly)"),
    Telling(just_bought, "Microsoft 365 Business Premium (NCE, 1 year paid annually)"),
    Telling(reduced_in_window, "Microsoft Defender for Endpoint (NCE, 1 year paid monthly)"),
    Telling(expiring_and_renewed, "Microsoft 365 Business Basic (NCE, 1 month)"),
    Telling(expiring, "Exchange Online (Plan 1) (NCE, 1 month)"),
    Telling(renewal_waiting, "Windows 365 Business 2 vCPU 8 GB 128 GB (NCE, 1 month)"),
    Telling(lapsed, "Hosted Exchange Standard"),
    Telling(trial, "Power BI Pro Trial"),
    Telling(trial, "Microsoft 365 Business Premium Trial", TRYING),
    Telling(expired_trial, "Microsoft 365 E5 Trial"),
    Telling(converted_trial, "Hosted Exchange Standard"),
    Telling(grown_and_shrunk, "Virtual Server M"),
    Telling(grown_and_shrunk, "Windows Server Standard Core, SPLA"),
    Telling(grown_and_shrunk, "Dr.Guard Business"),
    Telling(grown_and_shrunk, "ESET PROTECT Entry"),
    Telling(grown, "Office 365 E3 (legacy, paid monthly)", OLD_FASHIONED),
    Telling(grown, "Google Workspace Business Standard, annual"),
    Telling(kept, "Windows Server 2022 Standard"),
    Telling(kept, "SQL Server Standard"),
    Telling(kept, "Reserved VM Instance"),
    Telling(kept, "TLS Certificate"),
    Telling(kept, "Cloud Backup"),
    Telling(on_administrative_hold, "Hosted Exchange Standard", HELD),
    Telling(on_financial_hold, "Virtual Server S", BLOCKED_FOR_DEBT),
    Telling(hold_lifted, "Hosted Exchange Premium", FORGIVEN),
    Telling(account_deleted, "Hosted Exchange Standard", GONE),
)
# Told last, so that chance gives everybody else the life they had before these were thought of.
LATER_TELLINGS = (
    Telling(switch_waiting, "Exchange Online (Plan 1) (NCE, 1 month)"),
    Telling(trial_ending, "Power BI Pro Trial"),
    Telling(deletion_to_be_approved, "Office 365 E3 (legacy, paid annually)", FORGIVEN),
    Telling(added_to, "Microsoft 365 Business Premium (NCE, 1 year paid monthly)"),
)
# What smaller resellers have of them.
FEW = (kept, expiring, expiring_and_renewed, graced, trial, stopped, updating_failed,
       paused_for_months, grown_and_shrunk, approval_refused)  # fmt: skip
