"""pip of this Python 3 for Python 2.7 on Jython: it can choose packages for another Python, but takes the conditions in what
they need, such as `futures; python_version < "3"`, for ones about itself."""

import sys

from pip._internal.cli.main import main
from pip._vendor.packaging import markers

JYTHON = {
    "implementation_name": "jython",
    "implementation_version": "2.7.4",
    "platform_python_implementation": "Jython",
    "python_full_version": "2.7.4",
    "python_version": "2.7",
}
_here = markers.default_environment
markers.default_environment = lambda: {**_here(), **JYTHON}

if __name__ == "__main__":
    sys.exit(main())
