"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_videos()
    _create_objects()
    _create_masks()
    _create_conversation()
    _create_history()


def _create_videos() -> None:
    op.create_table(
        "videos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("frame_count", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("rotation_degrees", sa.Integer(), nullable=False),
        sa.Column("codec", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("damage", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_videos")),
        sa.UniqueConstraint("name", name=op.f("uq_videos_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "frame_tables",
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("time_base", sa.Text(), nullable=False),
        sa.Column("pts", sa.LargeBinary(), nullable=False),
        sa.Column("has_pts", sa.LargeBinary(), nullable=False),
        sa.Column("decode_index", sa.LargeBinary(), nullable=False),
        sa.Column("keyframe", sa.LargeBinary(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_frame_tables_video_id")),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_frame_tables")),
    )


def _create_objects() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_categories_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "objects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_objects_category_id")
        ),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_objects_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objects")),
        sa.UniqueConstraint("video_id", "number", name=op.f("uq_objects_video_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_objects_category_id"), "objects", ["category_id"], unique=False)
    op.create_table(
        "object_numbers",
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["video_id"], ["videos.id"], name=op.f("fk_object_numbers_video_id")
        ),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_object_numbers")),
    )
    op.create_table(
        "engine_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("checkpoint_sha256", sa.Text(), nullable=True),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engine_runs")),
        sqlite_autoincrement=True,
    )


def _create_masks() -> None:
    op.create_table(
        "masks",
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("frame_index", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("box_x", sa.Integer(), nullable=False),
        sa.Column("box_y", sa.Integer(), nullable=False),
        sa.Column("box_w", sa.Integer(), nullable=False),
        sa.Column("box_h", sa.Integer(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("predicted_iou", sa.Float(), nullable=True),
        sa.Column("engine_run_id", sa.Integer(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["objects.id"], name=op.f("fk_masks_object_id")),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_masks_video_id")),
        sa.PrimaryKeyConstraint("video_id", "frame_index", "object_id", name=op.f("pk_masks")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_masks_track",
        "masks",
        ["object_id", "frame_index", "source", "area", "score", "locked", "verified"],
        unique=False,
    )
    op.create_table(
        "prompts",
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("frame_index", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["objects.id"], name=op.f("fk_prompts_object_id")),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_prompts_video_id")),
        sa.PrimaryKeyConstraint("object_id", "frame_index", name=op.f("pk_prompts")),
        sqlite_with_rowid=False,
    )


def _create_conversation() -> None:
    op.create_table(
        "expressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("object_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_expressions_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expressions")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("object_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_turns_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sqlite_autoincrement=True,
    )


def _create_history() -> None:
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "changes",
        sa.Column("edit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], name=op.f("fk_changes_edit_id")),
        sa.PrimaryKeyConstraint("edit_id", "place", name=op.f("pk_changes")),
        sqlite_with_rowid=False,
    )
