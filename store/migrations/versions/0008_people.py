"""What people get by mail, sign in with besides a password, and chose for themselves"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.models import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("session_id", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("user_agent", sa.String(length=256), nullable=True))
        table.add_column(sa.Column("address", sa.String(length=64), nullable=True))
        table.create_unique_constraint("uq_session_session_id", ["session_id"])
    op.create_table(
        "token",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    op.create_index("ix_token_manager_id", "token", ["manager_id"])
    op.create_table(
        "second_factor",
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=512), nullable=False),
        sa.Column("recovery_digests", sa.JSON(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("manager_id"),
    )
    op.create_table(
        "manager_setting",
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("access_level", sa.String(length=64), nullable=True),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("is_summarized", sa.Boolean(), nullable=False),
        sa.Column("toured_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("manager_id", "reseller_id"),
    )
    op.create_table(
        "message",
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reseller_id", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_message_due", "message", ["state", "due_at"])
    op.create_table(
        "news_item",
        sa.Column("news_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("news_id"),
    )
    op.create_index("ix_news_item_published_at", "news_item", ["published_at"])


def downgrade() -> None:
    for name in ("news_item", "message", "manager_setting", "second_factor", "token"):
        op.drop_table(name)
    with op.batch_alter_table("session") as table:
        table.drop_constraint("uq_session_session_id", type_="unique")
        for name in ("address", "user_agent", "session_id"):
            table.drop_column(name)
