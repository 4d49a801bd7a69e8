#!/bin/sh
# Fetch the 652 examples of the CommonMark specification 0.31.2 into .venv/share/commonmark/, once.
# They come with the source distribution of markdown-it-py; ./run test calls this before the tests.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=$root/.venv/share/commonmark/commonmark.json
[ ! -s "$target" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT HUP INT TERM
"$root/.venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
    --no-binary markdown-it-py --dest "$work" markdown-it-py==4.3.0
tar -xzf "$work"/markdown_it_py-4.3.0.tar.gz -C "$work"
mkdir -p "$(dirname -- "$target")"
cp "$work"/markdown_it_py-4.3.0/tests/test_cmark_spec/commonmark.json "$target.new"
mv "$target.new" "$target"
