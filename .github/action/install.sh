#!/usr/bin/env bash
# Installs cvgen, as it is in this version of the action, into an environment of its own: nothing of the job changes.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
venv=$(mktemp -d "$RUNNER_TEMP/cvgen-venv.XXXXXX")
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "cvgen needs Python 3.11 or newer: leave out the input python-version, or set it to one"
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
output cvgen "$venv/bin/cvgen"
output python "$venv/bin/python"
