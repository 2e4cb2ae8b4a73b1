"""Attributes of categories and objects, and where scenes begin."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "attributes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("varies", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_attributes_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("category_id", "name", name=op.f("uq_attributes_category_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attribute_spans",
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"], ["objects.id"], name=op.f("fk_attribute_spans_object_id")
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["videos.id"], name=op.f("fk_attribute_spans_video_id")
        ),
        sa.PrimaryKeyConstraint("object_id", "name", "start", name=op.f("pk_attribute_spans")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scene_cuts",
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("frame_indices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_scene_cuts_video_id")),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_scene_cuts")),
    )
