"""Prices that sellers want wait for a manager's yes, where the shop wants one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "price_proposals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("sku_id", sa.String(length=128), nullable=False),
        sa.Column("price_paise", sa.Integer(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("effect_key", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_price_proposals_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_proposals")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_price_proposals_effect_key")),
    )
    op.create_index(
        op.f("ix_price_proposals_tenant_id_status"), "price_proposals", ["tenant_id", "status"]
    )
    with op.batch_alter_table("tenants") as batch:
        batch.add_column(sa.Column("price_limit_pct", sa.Float(), nullable=True))


def downgrade() -> None:
    """Put back what upgrade changed."""
    with op.batch_alter_table("tenants") as batch:
        batch.drop_column("price_limit_pct")
    op.drop_index(op.f("ix_price_proposals_tenant_id_status"), "price_proposals")
    op.drop_table("price_proposals")
