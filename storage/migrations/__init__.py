"""How the schema came to be, one revision after the other; alembic runs them.

The history keeps rows by the names of their columns: a revision that renames a column of a table that
can be undone renames it in ``changes`` too, or empties the history.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0003"
FOLDER = Path(__file__).parent


def revision(connection: Connection) -> str | None:
    """The revision of a project's schema; None if it has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_known(found: str) -> bool:
    """Whether this program can bring a schema of that revision up to date."""
    from alembic.script import ScriptDirectory

    return any(script.revision == found for script in ScriptDirectory(FOLDER).walk_revisions())


def upgrade(connection: Connection) -> None:
    """Bring the schema up to date, inside the caller's transaction."""
    from alembic import command  # a quarter of a second that opening a project need not wait for
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")
