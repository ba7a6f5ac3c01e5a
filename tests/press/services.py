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
ONCE = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
"""What kills a second worker is not given to a third: the default is a fifth."""
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
    scheduler: subprocess.Popen[bytes]
    nanny: subprocess.Popen[bytes]
    mortal: subprocess.Popen[bytes]
    """The worker without a nanny: when it is killed, nobody starts another."""


@contextlib.contextmanager
def process(command: Sequence[str], **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run Python for a while."""
    child = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # What is compiled once need not be compiled again by each of them.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", **settings},
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait(PATIENCE_S)
        for stream in (child.stdin, child.stdout):
            if stream:
                stream.close()


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """Run a cluster for a while."""
    file = folder / "scheduler.json"
    worker = ("-m", "dask", "worker", "--scheduler-file", str(file), "--no-dashboard")
    one = (*worker, "--nthreads", "1", "--local-directory", str(folder))
    scheduler = ("-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with contextlib.ExitStack() as stack:
        head = process((*scheduler, "--scheduler-file", str(file)), **ONCE)
        started = stack.enter_context(head)
        mortal = stack.enter_context(process((*one, "--no-nanny")))
        nanny = stack.enter_context(process(one))
        yield DaskCluster(_address(file), started, nanny, mortal)


@contextlib.contextmanager
def one_more_worker(cluster: DaskCluster) -> Iterator[None]:
    """Run a further worker for a while."""
    command = ("-m", "dask", "worker", cluster.address, "--no-nanny", "--no-dashboard")
    with process(command):
        yield


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
