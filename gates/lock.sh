#!/usr/bin/env bash
# Resolve all requirements in an empty environment and write the exact versions to constraints.txt.
set -eu
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
echo "── Resolving the requirements in an empty environment (some minutes)"
"$PYTHON" -m venv "$place"
"$place/bin/pip" install --quiet --upgrade pip
"$place/bin/pip" install --quiet . --group dev
{
    echo "# Exact versions of everything that is installed here. Written by: make lock"
    "$place/bin/pip" list --format=freeze --exclude blackbird-ai --exclude setuptools | LC_ALL=C sort -f
} >constraints.txt.new
mv constraints.txt.new constraints.txt
echo "── constraints.txt: $(grep -c == constraints.txt) packages"
