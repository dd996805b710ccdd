"""Many at once, each on a connection of its own."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, connections


@pytest.fixture
def at_once(tmp_path, monkeypatch):
    """Run a function for each argument in threads that begin together, on a database with real locks.

    SQLite's tests run in memory, on one connection; of that, the threads get a copy in a file.
    """

    def run(function, arguments):
        copy = tmp_path / "copy.sqlite3"
        if connection.vendor == "sqlite" and not copy.exists():
            with closing(sqlite3.connect(copy)) as file:
                connection.connection.backup(file)
            # What connects from now on, that is each thread, connects to the copy.
            monkeypatch.setitem(connections.settings["default"], "NAME", str(copy))
        together = threading.Barrier(len(arguments))

        def begin(argument):
            try:
                together.wait(timeout=10)
                return function(argument)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(arguments)) as pool:
            return list(pool.map(begin, arguments))

    return run
