#!/bin/sh
# What a fresh machine must have before anything is built; each missing thing is named with the one command that helps.
set -u
missing=

want() { # what, how to get it
    printf '  %s\n      %s\n' "$1" "$2" >&2
    missing=yes
}

if ! command -v python3 >/dev/null 2>&1; then
    want "python3 (3.11 or newer) is not on PATH" "Debian, Ubuntu: apt-get install python3 python3-venv · RHEL: dnf install python3.11 · SLES: zypper install python311"
else
    python3 -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' ||
        want "python3 is $(python3 -V 2>&1); 3.11 or newer is needed" "install a newer Python and put it first on PATH"
    python3 -c 'import venv, ensurepip' 2>/dev/null ||
        want "Python's venv module is missing" "Debian, Ubuntu: apt-get install python3-venv"
fi
command -v git >/dev/null 2>&1 || want "git is not on PATH" "apt-get install git · dnf install git · zypper install git"

# The environment (about 0.4 GiB) lies here; the CLI and its build (about 3 GiB, once) in the user's cache.
free_kib() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}
while [ ! -d "$cache" ]; do cache=$(dirname "$cache"); done
if [ ! -x .venv/bin/python ]; then
    for place in . "$cache"; do
        free=$(free_kib "$place")
        [ "${free:-0}" -ge $((4 * 1024 * 1024)) ] ||
            want "less than 4 GiB free at $place" "make room there, or set XDG_CACHE_HOME to a larger place"
    done
fi

[ -z "$missing" ] || { echo "make: something is missing on this machine; see above" >&2; exit 1; }
