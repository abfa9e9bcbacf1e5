#!/usr/bin/env bash
# Make the virtual environment, or say in one line what the machine lacks.
set -eu

stop() {
    echo "make: $1" >&2
    exit 1
}

# One that is whole stays.
[ -f "$VENV/pyvenv.cfg" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1 && exit

command -v "$PYTHON" >/dev/null || stop "there is no \"$PYTHON\". Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.11"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$("$PYTHON" --version) is too old. Name Python 3.11 or newer: make PYTHON=/path/to/python3.11"

echo "── Making $VENV with $("$PYTHON" --version)"
rm -rf "$VENV" # one that was cut short
if "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    "$PYTHON" -m venv "$VENV"
elif "$PYTHON" -c 'import pip, venv' 2>/dev/null; then
    # Debian ships venv without ensurepip; a pip that is there can put itself into the new folder.
    "$PYTHON" -m venv --without-pip "$VENV"
    "$PYTHON" -m pip --quiet --python "$VENV/bin/python" install pip || {
        rm -rf "$VENV"
        stop "pip could not be put into $VENV. Run: apt-get install python3-venv"
    }
else
    stop "Python's venv module is not complete on this machine. Run: apt-get install python3-venv"
fi
