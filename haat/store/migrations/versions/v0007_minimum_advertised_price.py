"""Minimum advertised price of products."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("products", sa.Column("map_paise", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Put back what upgrade changed."""
    op.drop_column("products", "map_paise")
