#!/usr/bin/env bash
# Puts the pictures of the pages on a branch that holds nothing else, so that the summary can show them by their URL.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
subject="Page pictures by cvgen"
enter
git check-ref-format "refs/heads/$BRANCH" || fail "'$BRANCH' is no name of a branch"
shopt -s nullglob
export GIT_INDEX_FILE="$STAGED/index"
for picture in "$STAGED"/artifact/pictures/*.png; do
  blob=$(git hash-object -w -- "$picture")
  git update-index --add --cacheinfo "100644,$blob,${picture##*/}"
done
tree=$(git write-tree)
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
# Another run may push at the same time: then its commit is the parent of ours.
for attempt in 1 2 3 4 5; do
  parents=()
  tip=$(git ls-remote origin "refs/heads/$BRANCH" | cut -f1)
  if [ -n "$tip" ]; then
    git fetch --quiet --no-tags --depth=1 origin "$tip"
    [ "$(git log -1 --format=%s "$tip")" = "$subject" ] ||
      fail "the branch '$BRANCH' holds something else: name one that is for pictures alone"
    parents=(-p "$tip")
  fi
  commit=$(git commit-tree "$tree" "${parents[@]}" -m "$subject")
  if git push --quiet origin "$commit:refs/heads/$BRANCH"; then
    output url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/raw/$commit"
    exit 0
  fi
  sleep "$attempt"
done
fail "the pictures could not be pushed to '$BRANCH': the job needs permissions: contents: write"
