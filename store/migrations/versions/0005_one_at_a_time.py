"""One operation at a time of each subscription"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state IN ('sending', 'unknown') AND subscription_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_operation_subscription", "operation", ["subscription_id"])
    op.create_index(
        "ix_operation_subscription_open",
        "operation",
        ["reseller_id", "subscription_id"],
        unique=True,
        postgresql_where=IS_OPEN,
        sqlite_where=IS_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_operation_subscription_open", "operation")
    op.drop_index("ix_operation_subscription", "operation")
