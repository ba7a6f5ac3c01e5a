"""The front door: `python3 publish.py build`, `python3 publish.py test`."""

import sys

# Everything else here has to parse on every older Python, so that this line can be read.
if sys.version_info < (3, 11):  # noqa: UP036 - that is what it is for
    sys.stderr.write(
        "publish.py needs Python 3.11 or newer; this is " + sys.version.split()[0] + "\n"
    )
    sys.exit(1)

if __name__ == "__main__":
    try:
        from handoutpress import bootstrap  # in here, so that Ctrl-C is quiet from the start

        sys.exit(bootstrap.main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
