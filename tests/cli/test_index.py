"""``index``: what was read is said, what could not be read is named, and nothing is lost."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import CommandLine


def test_adding_says_what_was_done(blackbird: CommandLine, library: Path) -> None:
    result = blackbird("index", "add", str(library))
    assert (result.status, result.err) == (0, "")
    assert result.out == "3 documents, 3 passages added, 0 unchanged.\n"


def test_the_second_time_costs_nothing(asked: CommandLine, library: Path) -> None:
    calls = asked.embedder.calls
    assert asked("index", "add", str(library)).out.endswith("3 unchanged.\n")
    texts = asked.embedder.calls - calls
    assert texts <= 1  # an empty batch


def test_a_file_that_is_gone_leaves(asked: CommandLine, library: Path) -> None:
    (library / "tram.md").unlink()
    assert "2 unchanged, 1 removed." in asked("index", "add", str(library)).out


def test_binary_is_named_and_the_rest_is_read(blackbird: CommandLine, library: Path) -> None:
    (library / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    result = blackbird("index", "add", str(library))
    assert result.status == 0
    assert "picture.txt holds no text" in result.err
    assert "3 documents" in result.out
    assert "1 problem." in result.out


def test_nothing_readable_is_a_failure(blackbird: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02")
    assert blackbird("index", "add", str(tmp_path / "bad.txt")).status == 1


def test_an_empty_folder_says_what_can_be_read(blackbird: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    result = blackbird("index", "add", str(folder))
    assert result.status == 2
    assert ".md" in result.err


def test_a_path_that_is_not_there(blackbird: CommandLine) -> None:
    result = blackbird("index", "add", "nowhere")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "nowhere does not exist" in result.err


def test_lines_are_added_and_bad_ones_named(blackbird: CommandLine) -> None:
    rows = [
        {"id": "a", "text": "The tram opened in 1889.", "date": "2023"},
        {"id": "b"},
        {"id": "c", "text": "The harbour opened in 1920."},
    ]
    result = blackbird("index", "add", "--jsonl", stdin=rows)
    replies = result.lines()
    assert replies[0] == {"id": "a", "indexed": True}
    assert replies[1]["error"]["code"] == "bad_input"
    assert replies[2] == {"id": "c", "indexed": True}
    listed = blackbird("index", "list", "--json").json()["documents"]
    assert [(d["id"], d["date"]) for d in listed] == [("a", "2023"), ("c", None)]


def test_a_document_that_cannot_be_stored_costs_its_own_line(blackbird: CommandLine) -> None:
    rows = [
        {"id": "a", "text": "The tram opened in 1889."},
        {"id": "broken", "text": "Half a pair: \ud800."},
        {"id": "c", "text": "The harbour opened in 1920."},
    ]
    replies = blackbird("index", "add", "--jsonl", stdin=rows).lines()
    assert [("error" in r) for r in replies] in ([False, True, False], [False, False, False])
    assert "internal" not in str(replies)


def test_removing_and_what_is_not_there(asked: CommandLine) -> None:
    (first, *_) = asked("index", "list", "--json").json()["documents"]
    result = asked("index", "remove", first["id"], "nobody")
    assert result.out == "1 document removed.\n"
    assert result.status == 2
    assert 'no document called nobody. See "blackbird index list".' in result.err
    assert asked("index", "stats", "--json").json()["documents"] == 2


def test_counts(asked: CommandLine) -> None:
    stats = asked("index", "stats", "--json").json()
    assert (stats["documents"], stats["passages"], stats["vectors"]) == (3, 3, 3)
    assert "documents: 3" in asked("index", "stats").out


def test_an_empty_list_says_how_to_begin(blackbird: CommandLine) -> None:
    result = blackbird("index", "list")
    assert (result.status, result.out) == (0, "")
    assert "blackbird index add" in result.err


def test_paths_or_lines(blackbird: CommandLine) -> None:
    assert blackbird("index", "add").status == 2
    assert blackbird("index", "add", "--jsonl", "x").status == 2


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.cli.conftest import CommandLine
data, folder, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
import signal
from blackbird.text.language import detect_language
detect_language("Unpacks a model of its own into a temporary file.")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
result = CommandLine(data)("index", "add", folder)
sys.stdout.write(f"{result.status}\\n{result.err}")
"""


def test_a_full_disk_is_one_line_and_loses_nothing(
    asked: CommandLine, library: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    words = "The harbour of Aldenport took in ships from many towns in that year. "
    for n in range(60):
        (more / f"{n}.md").write_text(f"# Year {n}\n" + f"In {n}: {words}\n\n" * 60)
    largest = max(p.stat().st_size for p in asked.data.rglob("*") if p.is_file())
    limit = largest + resource.getpagesize() * 16
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(asked.data), str(more), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    status, _, err = done.stdout.partition("\n")
    assert (status, err.count("\n")) == ("1", 1), done.stdout + done.stderr
    assert err.startswith("blackbird: ")
    assert "internal error" not in err
    assert asked("index", "stats", "--json").json()["documents"] >= 3
    assert "1889" in asked("ask", "When did the tram of Aldenport open?").out
