#!/bin/sh
# Starts the language host beside this file with a Python that has the Pulumi SDK. The cache this lies in is shared by
# all clones of a user, so no Python can be written down here: a clone's virtual environment may be gone tomorrow.
self=$0
[ -h "$self" ] && self=$(readlink -f "$0" 2>/dev/null || echo "$0")
here=${self%/*}
[ "$here" = "$self" ] && here=.
has_sdk='import importlib.util as u, sys; sys.exit(0 if u.find_spec("pulumi") and u.find_spec("grpc") else 1)'
# As a module, whose bytecode is kept, and without a search for garbage among imports: the CLI waits for it.
run='import gc, sys; gc.disable(); sys.path[0] = sys.argv.pop(1); import language_host as h; sys.exit(h.main(sys.argv[1:]))'
tried=

shows_sdk() {
    # A virtual environment shows it: nothing need be started to ask, for which the CLI would wait twice in every run.
    for sdk in "${1%/bin/*}"/lib/python3*/site-packages/pulumi/__init__.py; do
        [ -f "$sdk" ] && [ -f "${sdk%/pulumi/*}/grpc/__init__.py" ] && return
    done
    return 1
}

start_with() {
    command -v "$1" >/dev/null 2>&1 || return
    if shows_sdk "$1" || "$1" -c "$has_sdk" 2>/dev/null </dev/null; then
        python=$1
        shift
        exec "$python" -c "$run" "$here" "$@"
    fi
    tried="$tried $1"
}

# What was said (make does it) · what is activated · what the project names, or has beside it or above · PATH.
[ -n "${ZKVM_PYTHON:-}" ] && start_with "$ZKVM_PYTHON" "$@"
[ -n "${VIRTUAL_ENV:-}" ] && start_with "$VIRTUAL_ENV/bin/python" "$@"
folder=$(pwd)
while :; do
    # The virtual environment that the project's file names, seen from that file.
    named=$(sed -n "s/.*virtualenv:[[:space:]]*[\"']\{0,1\}\([^\"',}[:space:]]*\).*/\1/p" "$folder/Pulumi.yaml" 2>/dev/null | head -n 1)
    case $named in
        '') ;;
        /*) start_with "$named/bin/python" "$@" ;;
        *) start_with "$folder/$named/bin/python" "$@" ;;
    esac
    start_with "$folder/.venv/bin/python" "$@"
    start_with "$folder/venv/bin/python" "$@"
    [ "$folder" = / ] && break
    folder=$(dirname "$folder")
done
start_with python3 "$@"
start_with python "$@"

echo "pulumi-language-python: no Python with the package 'pulumi' was found (tried:${tried:- none})." >&2
echo "Set ZKVM_PYTHON to the python of a virtual environment that has it, or activate that environment." >&2
exit 1
