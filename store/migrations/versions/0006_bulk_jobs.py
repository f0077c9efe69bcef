"""Actions asked for of several subscriptions at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import ExactAmount, Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_job",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=150), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("worked_until", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("job_id"),
        sa.UniqueConstraint("manager_id", "key"),
    )
    op.create_index("ix_bulk_job_open", "bulk_job", ["finished_at", "next_at"])

    op.create_table(
        "bulk_item",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=True),
        sa.Column("shown_amount", ExactAmount(), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["bulk_job.job_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "subscription_id"),
    )
    op.create_index("ix_bulk_item_state", "bulk_item", ["job_id", "state", "position"])


def downgrade() -> None:
    op.drop_table("bulk_item")
    op.drop_table("bulk_job")
