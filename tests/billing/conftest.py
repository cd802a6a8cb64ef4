import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest

from scripts import cluster
from tests.support import Database
from tests.support.clones import cloned
from tests.support.machines import MakeDatabase


@pytest.fixture
def make_database(
    server: cluster.Cluster, maintenance: "psycopg.Connection[Any]", template: str
) -> Iterator[MakeDatabase]:
    """Each run of the machine has a clone of the template to itself."""
    with ExitStack() as stack:

        def make() -> Database:
            stack.close()
            name = f"machine_{os.getpid()}_{time.monotonic_ns()}"
            return stack.enter_context(cloned(maintenance, server, template, name))

        yield make
