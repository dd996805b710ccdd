"""Alive and ready: what a machine asks before it sends people here."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture
def no_database(db):
    """Every statement fails, as when the database has gone."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is not there")

    with connection.execute_wrapper(refuse):
        yield


def test_healthz_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_readyz_answers_once_the_database_is_there_and_migrated(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_readyz_without_a_database_says_so_and_when_to_ask_again(client, no_database):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})
    assert answer.headers["Retry-After"] == "2"
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_readyz_waits_for_migrations(client):
    newest = MigrationLoader(connection).graph.leaf_nodes("inversion")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "migrations waiting"})
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_answers_are_never_kept_and_take_no_posts(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.post(path).status_code == 405
