"""The front door: `python3 publish.py build`, `python3 publish.py test`."""

import sys

# Everything else here has to parse on every older Python, so that this line can be read.
if sys.version_info < (3, 11):  # noqa: UP036 - that is what it is for
    sys.stderr.write(
        "publish.py needs Python 3.11 or newer; this is " + sys.version.split()[0] + "\n"
    )
    sys.exit(1)

from handoutpress import bootstrap

if __name__ == "__main__":
    sys.exit(bootstrap.main(sys.argv[1:]))
