#!/bin/sh
# Runs its arguments with the Python that PYTHON names, else with the first of these that answers.
# A name may be there and not answer (a version manager's shim), so each one is tried.
if [ -n "${PYTHON:-}" ]; then
    if ! "$PYTHON" -c '' >/dev/null 2>&1; then
        echo "PYTHON=$PYTHON is not a Python that runs: name one of version 3.11 or newer." >&2
        exit 1
    fi
    exec "$PYTHON" "$@"
fi
for candidate in python3.11 python3.12 python3.13 python3; do
    if "$candidate" -c '' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
echo "No Python was found: install Python 3.11, or name it with PYTHON=/path/to/python3.11." >&2
exit 1
