"""Parts of enquiries' scores; members of groups and what they make."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("enquiries") as batch:
        batch.add_column(sa.Column("parts", sa.JSON(), nullable=True))
    with op.batch_alter_table("stores") as batch:
        batch.add_column(sa.Column("members", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("makes", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Put back what upgrade changed."""
    with op.batch_alter_table("stores") as batch:
        batch.drop_column("makes")
        batch.drop_column("members")
    with op.batch_alter_table("enquiries") as batch:
        batch.drop_column("parts")
