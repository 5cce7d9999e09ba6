#!/usr/bin/env bash
# Attaches the PDFs to the release of the tag that is being built; makes the release if there is none.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
gh release view "$TAG" --repo "$GITHUB_REPOSITORY" >/dev/null 2>&1 ||
  gh release create "$TAG" --repo "$GITHUB_REPOSITORY" --verify-tag --title "$TAG" --notes ""
gh release upload "$TAG" --repo "$GITHUB_REPOSITORY" --clobber -- "$STAGED"/artifact/*.pdf
