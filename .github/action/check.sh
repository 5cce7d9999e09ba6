#!/usr/bin/env bash
# Checks CV files and their PDFs; every problem becomes an annotation beside its line.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
enter
read_files
read_options
if is_true strict "$STRICT"; then options+=(--strict); fi
"$CVGEN" check "${options[@]}" --format=github -- "${files[@]}"
