"""Told goods."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "told_goods",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("product", sa.String(length=128), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_told_goods_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "product", name=op.f("pk_told_goods")),
    )


def downgrade() -> None:
    """Put back what upgrade changed."""
    op.drop_table("told_goods")
