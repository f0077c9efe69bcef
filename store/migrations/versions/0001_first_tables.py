"""Credentials, sessions, audit, load history, the lease"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import ExactAmount, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column(
            "audit_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("audit_event_id"),
    )
    op.create_index("ix_audit_event_happened_at", "audit_event", ["happened_at"])

    op.create_table(
        "credential",
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("manager_id"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=128), nullable=False),
        sa.Column("acquired_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "load",
        sa.Column("load_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("as_of", Instant(), nullable=True),
        sa.Column("mirror_version", sa.String(length=64), nullable=True),
        sa.Column("ledger_version", sa.String(length=64), nullable=True),
        sa.Column("row_counts", sa.JSON(), nullable=False),
        sa.Column("quarantined_count", sa.Integer(), nullable=False),
        sa.Column("difference_count", sa.Integer(), nullable=False),
        sa.Column("broken_pages", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("load_id"),
    )
    op.create_index("ix_load_started_at", "load", ["started_at"])
    op.create_index("ix_load_status_started", "load", ["status", "started_at"])

    op.create_table(
        "session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("end_reason", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    op.create_index("ix_session_manager_id", "session", ["manager_id"])

    op.create_table(
        "sign_in_attempt",
        sa.Column("subject_digest", sa.String(length=64), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", Instant(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("subject_digest"),
    )
    op.create_table(
        "load_total",
        sa.Column("load_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("record_count", sa.BigInteger(), nullable=False),
        sa.Column("gross_amount", ExactAmount(), nullable=False),
        sa.Column("net_amount", ExactAmount(), nullable=False),
        sa.Column("currency", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["load.load_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("load_id", "reseller_id", "source", "month"),
    )


def downgrade() -> None:
    for table in (
        "load_total",
        "load",
        "lease",
        "audit_event",
        "sign_in_attempt",
        "session",
        "credential",
    ):
        op.drop_table(table)
