"""Installs what a goal needs into .venv, then runs the rest of the command line with it.

    python tools/bootstrap.py run -m tools.run
    python tools/bootstrap.py dev -m pytest

An old Python must understand this file well enough to say that it is too old, so it holds
nothing else and keeps to old syntax.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "The club needs Python 3.11 or newer and this is Python {0}.{1}: install a newer one, "
        "or name it with PYTHON=/path/to/python3.11.\n".format(*sys.version_info[:2])
    )
    sys.exit(1)

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tools.install import main

main(sys.argv[1], sys.argv[2:])
