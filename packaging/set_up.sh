#!/bin/sh
# Find a Python that is new enough, then let packaging/set_up.py do the rest. Plain sh, since nothing else is sure to be there.
# Usage: sh packaging/set_up.sh run|test
set -eu
here=$(dirname "$0")
for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$here/set_up.py" "$@"
    fi
done
echo "Ardoise needs Python 3.11 or newer, and none was found (looked for python3 and python3.11 to python3.14)." >&2
echo "Install it (on Debian and Ubuntu: apt-get install python3 python3-venv), or name one: make run PYTHON=/path/to/python3" >&2
exit 1
