#!/bin/sh
# Starts the language host beside this file with a Python that has the Pulumi SDK. The cache this lies in is shared by
# all clones of a user, so no Python can be written down here: a clone's virtual environment may be gone tomorrow.
self=$(readlink -f "$0" 2>/dev/null) || self=$0
here=$(dirname "$self")
has_sdk='import importlib.util as u, sys; sys.exit(0 if u.find_spec("pulumi") and u.find_spec("grpc") else 1)'
tried=
for python in "${ZKVM_PYTHON:-}" "${VIRTUAL_ENV:+$VIRTUAL_ENV/bin/python}" python3 python; do
    [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
    # -P and -I are not for us: PYTHONPATH may be how the SDK is found.
    if "$python" -c "$has_sdk" 2>/dev/null </dev/null; then
        exec "$python" "$here/language_host.py" "$@"
    fi
    tried="$tried $python"
done
echo "pulumi-language-python: no Python with the package 'pulumi' was found (tried:${tried:- none})." >&2
echo "Set ZKVM_PYTHON to the python of a virtual environment that has it, or activate that environment." >&2
exit 1
