#!/bin/sh
# Make the lock files anew from pyproject.toml; needs uv on PATH. With `--upgrade`, newest versions.
# They hold no address of an index, so that they serve every mirror.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url "$@"
}
lock "$@" pyproject.toml -o requirements.lock
lock "$@" --group dev --group conformance --group cluster -c requirements.lock -o requirements-test.lock
