# shellcheck shell=bash
# What the steps of the action share. Their inputs come in the environment, never in a line of shell: whatever stands
# in an input is data.
set -euo pipefail

# Ends the step with an annotation. A line break would end the annotation, so it is written as GitHub wants it.
fail() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=cvgen::%s\n' "${text//$'\n'/%0A}"
  exit 2
}

# Says whether an input is true. Anything but true and false is a slip that must not pass for false.
is_true() {
  case $2 in
    true) return 0 ;;
    false | '') return 1 ;;
    *) fail "the input $1 is '$2': write true or false" ;;
  esac
}

# Reads the lines of a text into the array `lines`, without empty ones and the blanks around them.
read_lines() {
  lines=()
  local line
  while IFS= read -r line; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    [ -z "$line" ] || lines+=("$line")
  done <<<"$1"
}

# Reads the input `files` into an array: a path or a pattern a line.
read_files() {
  files=()
  local line found IFS=
  shopt -s globstar
  # shellcheck disable=SC2153
  read_lines "$FILES"
  for line in "${lines[@]}"; do
    if [ -e "$line" ]; then
      found=("$line")
    else
      # With IFS empty, unquoted text becomes the names that it matches and nothing else. What matches none stays as it
      # is, and cvgen says that there is no such file.
      # shellcheck disable=SC2206
      found=($line)
    fi
    files+=("${found[@]}")
  done
  [ "${#files[@]}" -gt 0 ] || fail "the input files names no file"
}

# Reads the inputs that several commands have into the array `options`.
read_options() {
  options=()
  local line
  read_lines "${ARGS:-}"
  options+=("${lines[@]}")
  read_lines "${VARIANTS:-}"
  for line in "${lines[@]}"; do
    options+=("--variant=$line")
  done
  [ -z "${ENGINE:-}" ] || options+=("--engine=$ENGINE")
}

enter() {
  cd -- "$WORKING_DIRECTORY" || fail "there is no folder '$WORKING_DIRECTORY'"
}

# Runs a command whose output may quote a CV. The runner takes a line that starts with :: for a command to itself, which
# the author of a CV must not give.
muted() {
  local token code=0
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  "$@" 2>&1 || code=$?
  printf '\n::%s::\n' "$token"
  return "$code"
}

# Sets an output of the step. Its value may have any lines: no one can guess the one that ends it.
output() {
  local end
  end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}
