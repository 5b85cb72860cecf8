"""The index of a shop's sales over a period holds the cleaned units too."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = "ix_sales_period"
BEFORE = ["tenant_id", "store_id", "date", "sku_id", "units", "revenue_paise", "price_imputed"]
AFTER = [*BEFORE, "units_clean"]


def upgrade() -> None:
    """Bring the tables forward."""
    op.drop_index(NAME, table_name="sales")
    op.create_index(NAME, "sales", AFTER)


def downgrade() -> None:
    """Put back what upgrade changed."""
    op.drop_index(NAME, table_name="sales")
    op.create_index(NAME, "sales", BEFORE)
