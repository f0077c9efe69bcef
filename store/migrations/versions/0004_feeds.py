"""Calendars that managers subscribe to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest"),
        sa.UniqueConstraint("manager_id"),
    )


def downgrade() -> None:
    op.drop_table("feed")
