"""Actions for several subscriptions are looked through, and confirmed, before they are done"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was asked for before there were previews is left as it is: done with.
    for column in (
        sa.Column("action", sa.String(length=32), nullable=False, server_default="stop"),
        sa.Column("stage", sa.String(length=16), nullable=False, server_default="finished"),
        sa.Column("given", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("prepared_at", Instant(), nullable=True),
    ):
        op.add_column("bulk_job", column)
    op.drop_index("ix_bulk_job_open", "bulk_job")
    op.create_index("ix_bulk_job_open", "bulk_job", ["stage", "next_at"])
    for column in (
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=True),
        sa.Column("money", sa.JSON(), nullable=True),
    ):
        op.add_column("bulk_item", column)


def downgrade() -> None:
    for name in ("money", "account_name", "name"):
        op.drop_column("bulk_item", name)
    op.drop_index("ix_bulk_job_open", "bulk_job")
    op.create_index("ix_bulk_job_open", "bulk_job", ["finished_at", "next_at"])
    for name in ("prepared_at", "round", "given", "stage", "action"):
        op.drop_column("bulk_job", name)
