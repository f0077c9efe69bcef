"""The audit is looked through by reseller, and by manager and action"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = "ix_audit_event_happened_at"
OF_RESELLER = "ix_audit_event_reseller"
OF_MANAGER = "ix_audit_event_manager"


def upgrade() -> None:
    op.create_index(OF_RESELLER, "audit_event", ["reseller_id", "happened_at"])
    op.create_index(
        OF_MANAGER, "audit_event", ["reseller_id", "manager_id", "action", "happened_at"]
    )
    op.drop_index(TIME, "audit_event")


def downgrade() -> None:
    op.create_index(TIME, "audit_event", ["happened_at"])
    for name in (OF_MANAGER, OF_RESELLER):
        op.drop_index(name, "audit_event")
