"""Gate: the built wheel works with the source folder out of reach."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

from gates.tree import ROOT, project_files

IMPORT_ALL = """
import importlib, pkgutil, sys, blackbird
assert blackbird.__file__.startswith(sys.prefix), blackbird.__file__
for name in blackbird.__all__:
    getattr(blackbird, name)
for module in pkgutil.walk_packages(blackbird.__path__, "blackbird."):
    # __main__ would start; migrations are read by their tool, with a database at hand
    if not module.name.endswith("__main__") and ".migrations." not in module.name:
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:  # torch is wanted for training only, nowhere else
            if error.name != "torch" or not module.name.startswith("blackbird.training."):
                raise
"""


def build(folder: Path) -> Path:
    """Build the wheel with the pinned builder, without any network."""
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={folder}", ".")
    (wheel,) = folder.glob("*.whl")
    return wheel


def pip(python: str | Path, *arguments: str) -> None:
    """Run pip quietly for the environment of ``python``."""
    command = [sys.executable, "-m", "pip", "--quiet", f"--python={python}", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def missing_files(wheel: Path) -> list[str]:
    """Files of the package that the wheel lacks."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    names = (str(path.relative_to(ROOT / "src")) for path in project_files("src/blackbird"))
    return [name for name in names if name not in packed]


def install(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel; what it needs is borrowed from ours, our source is not."""
    venv.create(folder, with_pip=False)
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    # A folder named in a .pth file is searched, but its own .pth files (our source) are not read.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip(folder / "bin/python", "install", "--no-deps", "--no-index", str(wheel))
    return folder / "bin"


def main() -> int:
    """Build, install elsewhere, start, import everything; 1 if any of it fails."""
    with tempfile.TemporaryDirectory() as place:
        wheel = build(Path(place))
        if lacking := missing_files(wheel):
            print("not in the wheel:", *lacking)
            return 1
        bin_folder = install(wheel, Path(place) / "venv")
        for command in (
            [f"{bin_folder}/blackbird", "--version"],
            [f"{bin_folder}/blackbird", "--help"],
            [f"{bin_folder}/python", "-I", "-c", IMPORT_ALL],
        ):
            done = subprocess.run(command, cwd=place, check=False, capture_output=True, text=True)
            if done.returncode:
                print(done.stdout + done.stderr)
                return 1
        print(f"   {wheel.name}, {wheel.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
