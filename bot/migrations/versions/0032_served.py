"""contracts: an index that counts the children of a year without reading the table"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SERVED = ["territory_id", "status", "child_id", "starts_on", "ends_on", "in_force_at", "service_code", "provider_id"]


def upgrade() -> None:
    op.create_index("ix_contracts_served", "contracts", SERVED)
    op.drop_index("ix_contracts_period", "contracts")


def downgrade() -> None:
    op.create_index("ix_contracts_period", "contracts", ["territory_id", "status", "starts_on"])
    op.drop_index("ix_contracts_served", "contracts")
