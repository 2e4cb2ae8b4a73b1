"""Projects as files: what is refused, who may write, what happens to older schemas."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import migrations, sqlite
from storage.errors import ProjectError
from storage.opening import create_project, open_project
from storage.tables import metadata
from tests.storage.projects import add_object, add_video, contents, engine_mask, new_project

NOBODY = 65534


def labelled_project(path):
    with new_project(path) as project:
        with project.edit("Label") as edit:
            obj = add_object(edit, add_video(edit))
            edit.put_masks(engine_mask(obj, i) for i in range(100))
        return contents(project)


# --- what is refused -----------------------------------------------------------------------------------


def refused(path):
    with pytest.raises(ProjectError) as caught:
        open_project(path)
    return str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    assert "There is no project" in refused(tmp_path / "none.maskbank")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path):
    assert "not a file" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"SQLite format 3\0", os.urandom(5000)])
def test_a_file_that_is_not_a_project_is_refused_and_not_touched(tmp_path, content):
    path = tmp_path / "other.maskbank"
    path.write_bytes(content)
    assert "is not a Maskbank project" in refused(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_of_another_program_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "bookmarks.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE videos (id)")
    connection.close()
    content = path.read_bytes()
    assert "is not a Maskbank project" in refused(path)
    assert path.read_bytes() == content


def test_a_file_whose_end_is_missing_is_refused(tmp_path):
    path = tmp_path / "cut.maskbank"
    labelled_project(path)
    os.truncate(path, path.stat().st_size - 4096)
    assert "is cut off" in refused(path)


def test_damage_inside_is_a_sentence_when_it_is_met(tmp_path):
    path = tmp_path / "damaged.maskbank"
    labelled_project(path)
    content = bytearray(path.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="damaged"):
        contents(open_project(path))


def test_a_newer_schema_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "future.maskbank"
    labelled_project(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    assert "newer Maskbank (schema 9999)" in refused(path)
    assert path.read_bytes() == content


def test_making_a_project_never_overwrites(tmp_path):
    path = tmp_path / "work.maskbank"
    path.write_text("precious")
    with pytest.raises(ProjectError, match="there already"):
        create_project(path)
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ProjectError, match="There is no folder"):
        create_project(tmp_path / "none" / "work.maskbank")


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Hund 犬 🐕", "a b", "a'b\"c", "%03d%20", "new\nline", "-rf", "concat:a|b", "?x=1#y", "é" * 100]
)  # fmt: skip
def test_any_name_can_be_opened(tmp_path, name):
    path = tmp_path / f"{name}.maskbank"
    with create_project(path) as project:
        with project.edit("Add") as edit:
            add_video(edit, path=tmp_path / name / f"{name}.mp4")
        assert project.video_path(1) == tmp_path / name / f"{name}.mp4"
    with open_project(path) as project:
        assert len(project.videos()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_without_room_for_endings_is_refused(tmp_path):
    with pytest.raises(ProjectError, match="too long"):
        create_project(tmp_path / f"{'x' * 230}.maskbank")
    longest = "x" * (255 - sqlite.LONGEST_SUFFIX)
    create_project(tmp_path / longest).close()
    with open_project(tmp_path / longest) as project, project._readers.connect() as connection:
        sqlite.backup(connection, tmp_path / f"{longest}.backup-0001")


def test_a_relative_path_means_the_folder_of_now(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with create_project(Path("work.maskbank")) as project:
        assert project.path == tmp_path / "work.maskbank"


# --- who may write ---------------------------------------------------------------------------------------


def hold_open(path, pipe):
    with open_project(path) as project:
        pipe.send(project.read_only_reason)
        pipe.recv()


@pytest.fixture
def other_process():
    """Starts a process that has a project open; yields the function that starts it."""
    context, started = get_context("spawn"), []

    def start(path):
        ours, theirs = context.Pipe()
        process = context.Process(target=hold_open, args=(path, theirs))
        process.start()
        started.append((process, ours))
        assert ours.recv() is None
        return process, ours

    yield start
    for process, ours in started:
        process.kill()
        process.join()
        process.close()
        ours.close()


def test_the_second_process_reads_only_and_says_so(tmp_path, other_process):
    path = tmp_path / "shared.maskbank"
    before = labelled_project(path)
    process, pipe = other_process(path)
    with open_project(path) as project:
        assert project.read_only
        assert "another window or program is at work on it" in project.read_only_reason
        assert contents(project) == before
        with pytest.raises(ProjectError, match=r"can only be read: another"), project.edit("x"):
            pass
        with pytest.raises(ProjectError, match="can only be read"), project.long_edit("x"):
            pass
    pipe.send("close")
    process.join()
    with open_project(path) as project:
        assert not project.read_only


def test_a_killed_process_holds_nothing(tmp_path, other_process):
    path = tmp_path / "shared.maskbank"
    labelled_project(path)
    process, _ = other_process(path)
    process.kill()
    process.join()
    with open_project(path) as project:
        assert not project.read_only
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_sees_what_the_writer_commits(tmp_path):
    with new_project(tmp_path / "p.maskbank") as writer, open_project(writer.path) as reader:
        assert reader.read_only
        with writer.edit("Add") as edit:
            video = add_video(edit)
        assert reader.videos() == [video]


def test_a_project_opened_to_be_read_is_not_changed(tmp_path):
    path = tmp_path / "p.maskbank"
    before = labelled_project(path)
    content = path.read_bytes()
    with open_project(path, read_only=True) as project:
        assert project.read_only_reason == "it was opened to be read"
        assert contents(project) == before
    assert path.read_bytes() == content


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from storage.errors import ProjectError
from storage.opening import create_project, open_project
folder = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setuid(int(sys.argv[2]))
with open_project(folder / "p.maskbank") as project:
    print(project.read_only_reason, len(project.labelled_frames(1)))
try:
    create_project(folder / "new.maskbank")
except ProjectError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such right there")
def test_a_read_only_folder_can_be_read():
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others than their owner
    labelled_project(folder / "p.maskbank")
    (folder / "p.maskbank").chmod(0o444)
    folder.chmod(0o555)
    command = [sys.executable, "-c", READ_AS_NOBODY, str(folder), str(NOBODY)]
    root = Path(__file__).parents[2]
    found = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert found.stdout.splitlines() == [
        "its file is read-only 100",
        f"The folder {folder} cannot be written. Choose another one.",
    ], found.stderr


# --- schemas -------------------------------------------------------------------------------------------


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path):
    with (
        create_project(tmp_path / "p.maskbank") as project,
        project._readers.connect() as connection,
    ):
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert ScriptDirectory(migrations.FOLDER).get_current_head() == migrations.HEAD


OLDER = migrations.HEAD
SECOND_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade():
    op.add_column("categories", sa.Column("note", sa.Text))
    {more}
"""


@pytest.fixture
def next_version(tmp_path_factory, monkeypatch):
    """Makes this program one revision newer; yields the function that says what the revision does."""
    folder = tmp_path_factory.mktemp("program") / "migrations"
    shutil.copytree(migrations.FOLDER, folder)

    def write(more="pass"):
        monkeypatch.setattr(migrations, "HEAD", "next")
        monkeypatch.setattr(migrations, "FOLDER", folder)
        text = SECOND_REVISION.format(head=OLDER, more=more)
        (folder / "versions" / "next.py").write_text(text)

    return write


def columns_of_categories(path):
    connection = sqlite3.connect(path)
    try:
        return [row[1] for row in connection.execute("PRAGMA table_info(categories)")]
    finally:
        connection.close()


def test_an_older_project_is_brought_up_to_date_and_a_backup_stays(tmp_path, next_version):
    path, backup = tmp_path / "old.maskbank", tmp_path / f"old.maskbank.backup-{OLDER}"
    before = labelled_project(path)
    next_version()
    with open_project(path) as project:
        assert contents(project) == before
        project.undo()
    assert columns_of_categories(path) == ["id", "name", "colour", "note"]
    assert columns_of_categories(backup) == ["id", "name", "colour"]
    assert sorted(tmp_path.iterdir()) == [path, backup]
    with open_project(path) as project:
        assert project.videos() == []


def test_a_migration_that_fails_leaves_the_project_as_it_was(tmp_path, next_version):
    path = tmp_path / "old.maskbank"
    labelled_project(path)
    next_version(more="raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        open_project(path)
    assert columns_of_categories(path) == ["id", "name", "colour"]
    assert columns_of_categories(f"{path}.backup-{OLDER}") == ["id", "name", "colour"]
    next_version()
    open_project(path).close()
    assert columns_of_categories(path)[-1] == "note"


def test_without_room_for_the_backup_an_older_project_stays_as_it_was(tmp_path, next_version):
    resource = pytest.importorskip("resource", reason="files are bounded as Unix does it")
    path = tmp_path / "old.maskbank"
    labelled_project(path)
    next_version()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, hard))
    try:
        with pytest.raises(ProjectError, match=r"The backup .* cannot be written.* Make room"):
            open_project(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert columns_of_categories(path) == ["id", "name", "colour"]
    assert list(tmp_path.iterdir()) == [path]
    open_project(path).close()
    assert columns_of_categories(path)[-1] == "note"


def test_an_older_project_cannot_be_opened_to_be_read(tmp_path, next_version):
    path = tmp_path / "old.maskbank"
    labelled_project(path)
    next_version()
    with pytest.raises(ProjectError, match="older Maskbank"):
        open_project(path, read_only=True)


# --- file systems ----------------------------------------------------------------------------------------

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:36 / /mnt/the\\040share rw shared:2 - nfs4 server:/x rw
41 40 8:2 / /mnt/the\\040share/disk rw - xfs /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me", "ext4"),
        ("/mnt/the share/a/b", "nfs4"),
        ("/mnt/the share", "nfs4"),
        ("/mnt/the share/disk/a", "xfs"),
        ("/mnt/the shared", "ext4"),
    ],
)
def test_the_innermost_mount_names_the_file_system(path, kind):
    assert sqlite.file_system_type(Path(path), MOUNTS) == kind


def journal_mode(project):
    with project._readers.connect() as connection:
        return connection.exec_driver_sql("PRAGMA journal_mode").scalar()


def test_there_is_a_wal_on_a_local_file_system_and_none_on_a_network(tmp_path, monkeypatch):
    path = tmp_path / "p.maskbank"
    before = labelled_project(path)
    with open_project(path) as project:
        assert journal_mode(project) == "wal"
    monkeypatch.setattr(sqlite, "network_file_system", lambda path: "nfs4")
    with open_project(path) as project:
        assert journal_mode(project) == "delete"
        with project.edit("Add") as edit:
            add_video(edit)
            assert contents(project) == before
        project.undo()
        assert contents(project) == before
