#!/usr/bin/env bash
# Builds the PDFs, draws their pages, and gathers both in a folder for the artifact. Annotations are those of the check.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
enter
read_files
read_options
if is_true strict "$STRICT"; then options+=(--strict); fi
staged=$(mktemp -d "$RUNNER_TEMP/cvgen.XXXXXX")
mkdir "$staged/artifact"
output staged "$staged"
code=0
muted "$CVGEN" build "${options[@]}" --output="$OUTPUT" --pictures="$staged/artifact/pictures" \
  --report="$staged/built.json" -- "${files[@]}" || code=$?
"$CVGEN_PYTHON" "${BASH_SOURCE[0]%/*}/stage.py" "$staged" >"$staged/pdfs.txt"
output pdfs "$(cat "$staged/pdfs.txt")"
exit "$code"
