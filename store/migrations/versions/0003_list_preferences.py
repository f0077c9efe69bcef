"""Which columns a manager wants to see in a list"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_preference",
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("list_name", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("manager_id", "list_name"),
    )


def downgrade() -> None:
    op.drop_table("list_preference")
