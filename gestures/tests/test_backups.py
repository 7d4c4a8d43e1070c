"""A backup holds everything but the master key, and goes back only where it should."""

import stat
import tarfile

import pytest

from gestures import backups, postgres, state
from gestures.console import GestureError
from gestures.state import State

BLOB, SEALED = "ab" + "cd" * 15, b"\x01" + bytes(range(256))
TABLE = """
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE TABLE person (n int PRIMARY KEY, name text);
    INSERT INTO person VALUES (1, 'Ève'), (2, 'Œuvre');
    ALTER TABLE person ENABLE ROW LEVEL SECURITY;
    ALTER TABLE person FORCE ROW LEVEL SECURITY;
    CREATE POLICY closed ON person USING (false);
    GRANT SELECT ON person TO cordee_app;
    CREATE FUNCTION find() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS 'SELECT count(*) FROM person';
    GRANT CREATE ON SCHEMA public TO cordee_search;
    ALTER FUNCTION find() OWNER TO cordee_search;
"""


@pytest.fixture
def filled(instance, prepared):
    """An instance with people behind a policy, and a file."""
    prepared(instance)
    with postgres.session(instance) as cluster:
        cluster.sql(TABLE, role="owner")
    (instance.folder / "files").mkdir()
    (instance.folder / "files" / "letter.txt").write_text("Bonjour")
    (instance.folder / "files" / "ab" / "cd").mkdir(parents=True)
    (instance.folder / "files" / "ab" / "cd" / BLOB).write_bytes(SEALED)
    (instance.folder / "files" / "ab" / "cd" / BLOB).chmod(0o600)
    (instance.folder / "files" / "ab" / "cd" / f"{BLOB}.partial").write_bytes(b"half")
    return instance


def another(instance: State, *, same_key: bool = True) -> State:
    other = state.State(instance.folder.with_name("other"), is_demo=False)
    other.create()
    if same_key:
        state.write_private(other.secrets_file, instance.secrets_file.read_text())
    return other


def test_everything_comes_back(filled, tmp_path):
    backups.back_up(filled, tmp_path / "kept.cordee")
    elsewhere = another(filled)

    backups.restore(elsewhere, tmp_path / "kept.cordee")

    with postgres.session(elsewhere) as cluster:
        assert cluster.sql("SELECT n, name FROM person ORDER BY n") == "1|Ève\n2|Œuvre"
        assert cluster.sql("SELECT count(*) FROM person", role="app") == "0"
        assert cluster.sql("SELECT count(*) FROM person", role="owner") == "0"
        assert cluster.sql("SELECT tableowner FROM pg_tables WHERE tablename = 'person'") == "cordee_owner"
        owners = cluster.sql("SELECT DISTINCT extowner::regrole FROM pg_extension WHERE extname = 'pg_trgm'")
        assert owners == "cordee_owner"
        assert cluster.sql("SELECT proowner::regrole FROM pg_proc WHERE proname = 'find'") == "cordee_search"
    assert (elsewhere.folder / "files" / "letter.txt").read_text() == "Bonjour"
    blob = elsewhere.folder / "files" / "ab" / "cd" / BLOB
    assert blob.read_bytes() == SEALED
    assert stat.S_IMODE(blob.stat().st_mode) == 0o600
    assert not blob.with_name(f"{BLOB}.partial").exists()
    assert elsewhere.is_founded


def test_backup_is_private_and_holds_no_secret(filled, tmp_path):
    target = tmp_path / "kept.cordee"
    backups.back_up(filled, target)
    secrets = filled.secrets()

    content = target.read_bytes()

    assert target.stat().st_mode & 0o777 == 0o600
    for hidden in (secrets.master_key, secrets.secret_key, *secrets.passwords.values()):
        assert hidden.encode() not in content


def test_backup_never_replaces_a_file(filled, tmp_path):
    target = tmp_path / "kept.cordee"
    target.write_text("precious")

    with pytest.raises(GestureError, match="existe déjà"):
        backups.back_up(filled, target)

    assert target.read_text() == "precious"


def test_restore_refuses_an_instance_that_holds_something(filled, tmp_path):
    backups.back_up(filled, tmp_path / "kept.cordee")

    with pytest.raises(GestureError, match="vide"):
        backups.restore(filled, tmp_path / "kept.cordee")


def test_restore_refuses_another_master_key(filled, tmp_path):
    backups.back_up(filled, tmp_path / "kept.cordee")

    with pytest.raises(GestureError, match="clé maîtresse"):
        backups.restore(another(filled, same_key=False), tmp_path / "kept.cordee")


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 10240])
def test_restore_refuses_what_is_not_a_backup(instance, tmp_path, content):
    source = tmp_path / "photo.jpg"
    source.write_bytes(content)

    with pytest.raises(GestureError, match="sauvegarde"):
        backups.restore(instance, source)


def test_restore_refuses_a_backup_that_writes_elsewhere(filled, tmp_path):
    target = tmp_path / "kept.cordee"
    backups.back_up(filled, target)
    intruder = tmp_path / "intruder"
    intruder.write_text("x")
    with tarfile.open(target, "a") as archive:
        archive.add(intruder, "files/../../../intruder")

    with pytest.raises((GestureError, tarfile.TarError)):
        backups.restore(another(filled), target)

    assert not (filled.folder.parent.parent / "intruder").exists()
