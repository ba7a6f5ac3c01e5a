"""A Dask cluster and an S3 server as real processes on this machine, for the tests of the press."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 60
S3 = """
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()
"""


@dataclass(frozen=True, slots=True)
class DaskCluster:
    """A scheduler and two workers: one under a nanny, as they are by default, and one without."""

    address: str
    mortal: subprocess.Popen[bytes]
    """The worker without a nanny: when it is killed, nobody starts another."""


@contextlib.contextmanager
def process(command: Sequence[str], **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run Python for a while; it ends when its standard input does, or else is ended."""
    child = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
    )
    try:
        yield child
    finally:
        child.terminate()
        child.communicate(timeout=PATIENCE_S)


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """Run a cluster for a while."""
    file = folder / "scheduler.json"
    worker = ("-m", "dask", "worker", "--scheduler-file", str(file), "--no-dashboard")
    one = (*worker, "--nthreads", "1", "--local-directory", str(folder))
    scheduler = ("-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with contextlib.ExitStack() as stack:
        stack.enter_context(process((*scheduler, "--scheduler-file", str(file))))
        mortal = stack.enter_context(process((*one, "--no-nanny")))
        stack.enter_context(process(one))
        yield DaskCluster(_address(file), mortal)


def _address(file: Path) -> str:
    """Return where a scheduler is, which says it in a file when it is up."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(file.read_text("utf-8"))["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler does not come up")


@contextlib.contextmanager
def s3_server() -> Iterator[Mapping[str, str]]:
    """Run an S3 server for a while; what comes out is the environment that leads to it."""
    with process(("-c", S3)) as server:
        assert server.stdout
        port = server.stdout.readline().decode().strip()
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "hush-hush",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
