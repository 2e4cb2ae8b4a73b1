"""The tables of a project.

Masks are clustered by video, frame and object, because the canvas asks for all masks of one frame; the
timeline asks for all frames of one object and gets them from a covering index, without touching a blob.
Nothing cascades: whoever removes a row removes what hangs on it first, so that undo knows every row.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _video_id(*, primary_key: bool = False) -> Column[int]:
    reference = ForeignKey("videos.id")
    return Column("video_id", Integer, reference, primary_key=primary_key, nullable=False)


videos = Table(
    "videos",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("frame_count", Integer, nullable=False),
    Column("rate", Text, nullable=False),  # "30000/1001"
    Column("rotation_degrees", Integer, nullable=False),
    Column("codec", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("damage", Text),
    sqlite_autoincrement=True,
)

frame_tables = Table(
    "frame_tables",
    metadata,
    _video_id(primary_key=True),
    Column("time_base", Text, nullable=False),  # "1/90000"
    Column("pts", LargeBinary, nullable=False),
    Column("has_pts", LargeBinary, nullable=False),
    Column("decode_index", LargeBinary, nullable=False),
    Column("keyframe", LargeBinary, nullable=False),
    Column("names", JSON, nullable=False),
)

# Beside the objects, because the number of a removed object is not given again.
object_numbers = Table(
    "object_numbers",
    metadata,
    _video_id(primary_key=True),
    Column("next_number", Integer, nullable=False),
)

categories = Table(
    "categories",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("colour", Text, nullable=False),
    sqlite_autoincrement=True,
)

objects = Table(
    "objects",
    metadata,
    _id(),
    _video_id(),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("category_id", Integer, ForeignKey("categories.id"), index=True),
    Column("colour", Text, nullable=False),
    Column("visible", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("attributes", JSON, nullable=False),
    UniqueConstraint("video_id", "number"),
    sqlite_autoincrement=True,
)

attributes = Table(
    "attributes",
    metadata,
    _id(),
    Column("category_id", Integer, ForeignKey("categories.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("varies", Boolean, nullable=False),
    UniqueConstraint("category_id", "name"),
    sqlite_autoincrement=True,
)

# What holds for a whole object is in its own row.
attribute_spans = Table(
    "attribute_spans",
    metadata,
    Column("object_id", Integer, ForeignKey("objects.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    _video_id(),
    Column("stop", Integer, nullable=False),
    Column("value", JSON, nullable=False),
    sqlite_with_rowid=False,
)

# One row a video, so that "there are none" is told from "nobody looked".
scene_cuts = Table(
    "scene_cuts",
    metadata,
    _video_id(primary_key=True),
    Column("frame_indices", JSON, nullable=False),
)

engine_runs = Table(
    "engine_runs",
    metadata,
    _id(),
    Column("engine", Text, nullable=False),
    Column("checkpoint_sha256", Text),
    Column("parameters", JSON, nullable=False),
    Column("started_at", Text, nullable=False),
    sqlite_autoincrement=True,
)

masks = Table(
    "masks",
    metadata,
    _video_id(primary_key=True),
    Column("frame_index", Integer, primary_key=True),
    Column("object_id", Integer, ForeignKey("objects.id"), primary_key=True),
    Column("box_x", Integer, nullable=False),
    Column("box_y", Integer, nullable=False),
    Column("box_w", Integer, nullable=False),
    Column("box_h", Integer, nullable=False),
    Column("area", Integer, nullable=False),
    Column("counts", LargeBinary, nullable=False),
    Column("source", SmallInteger, nullable=False),
    Column("score", Float),
    Column("predicted_iou", Float),
    Column("engine_run_id", Integer),  # no foreign key: checking it would need an index of its own
    Column("locked", Boolean, nullable=False),
    Column("verified", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

Index(
    "ix_masks_track",
    masks.c.object_id,
    masks.c.frame_index,
    masks.c.source,
    masks.c.area,
    masks.c.score,
    masks.c.locked,
    masks.c.verified,
)

prompts = Table(
    "prompts",
    metadata,
    Column("object_id", Integer, ForeignKey("objects.id"), primary_key=True),
    Column("frame_index", Integer, primary_key=True),
    _video_id(),
    Column("content", JSON, nullable=False),
    sqlite_with_rowid=False,
)

expressions = Table(
    "expressions",
    metadata,
    _id(),
    _video_id(),
    Column("text", Text, nullable=False),
    Column("object_ids", JSON, nullable=False),
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    _id(),
    _video_id(),
    Column("speaker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("object_ids", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# No foreign key, and not in the history: the time that a removed video took is still spent, and an undo
# brings the video back to it.
activity = Table(
    "activity",
    metadata,
    Column("video_id", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),  # "2026-11-25"
    Column("seconds", Float, nullable=False),
    sqlite_with_rowid=False,
)

edits = Table(
    "edits",
    metadata,
    _id(),
    Column("label", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    sqlite_autoincrement=True,
)

changes = Table(
    "changes",
    metadata,
    Column("edit_id", Integer, ForeignKey("edits.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),  # JSON list: the primary key
    Column("row", Text),  # JSON object: the row as it is not now; NULL if it is not there then
    sqlite_with_rowid=False,
)
