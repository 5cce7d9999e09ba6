#!/usr/bin/env bash
# Compares each CV file with that of the base of the pull request: in words for the summary, in pictures for the artifact.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
enter
read_files
read_options
[[ $BASE =~ ^[0-9a-f]{40,64}$ ]] || fail "'$BASE' is no commit to compare with"
# The usual checkout has one commit, and that is not the base.
git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$BASE" ||
  fail "the base of the pull request, $BASE, cannot be fetched: give actions/checkout fetch-depth: 0"
compare() {
  "$CVGEN" diff "$BASE" "${options[@]}" --file="$1" --format=markdown --output="$2" >>"$STAGED/diff.md"
}
at=0
for file in "${files[@]}"; do
  at=$((at + 1))
  if ! git cat-file -e "$BASE:./$file" 2>/dev/null; then
    echo "$file is new"
  elif ! muted compare "$file" "$STAGED/artifact/diff/$at"; then
    echo "::warning title=cvgen diff::one of the files could not be compared; the log says why"
  fi
done
