"""Write the lock files of requirements/ from pyproject.toml, or with --check say which is out of date.

Each lock file opens with a digest of what it was made from, so that the check needs no network.
A lock file names versions and hashes and no download host: anyone's mirror serves it.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_VERSION = "3.12"  # the oldest that requires-python admits
# Lock file -> what goes in. Test comes after run: it holds the same versions and more.
LOCKS = {
    "run": ["pyproject.toml"],
    "test": ["pyproject.toml", "--group=test", "--constraints=requirements/run.txt"],
    "uv": ["--group=uv"],
    "node": ["--group=node"],
}


def lock_path(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def header(name: str) -> str:
    """Return the first line of a lock file: where it comes from, and the digest of that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    inputs = {
        "lock": LOCKS[name],
        "python": project["project"]["requires-python"],
        "dependencies": project["project"]["dependencies"],
        "group": project["dependency-groups"].get(name),
    }
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return f"# Locked by `make lock` from pyproject.toml ({digest[:16]}). Do not edit.\n"


def write_python_locks(*, upgrade: bool) -> None:
    for name, inputs in LOCKS.items():
        target = lock_path(name)
        command = ["uv", "pip", "compile", *inputs, "--universal", "--generate-hashes"]
        command += [f"--python-version={PYTHON_VERSION}", "--no-header", "--quiet"]
        command += [
            f"--output-file={target.relative_to(ROOT)}",
            *(["--upgrade"] if upgrade else []),
        ]
        target.parent.mkdir(exist_ok=True)
        subprocess.run(command, cwd=ROOT, check=True)
        target.write_text(header(name) + target.read_text())
        print(f"Locked requirements/{name}.txt")


def write_npm_lock() -> None:
    flags = ["--package-lock-only", "--omit-lockfile-registry-resolved", "--ignore-scripts"]
    subprocess.run(
        ["npm", "install", *flags, "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        check=True,
    )
    print("Locked package-lock.json")


def complaints() -> list[str]:
    """Return a sentence for each lock file that is missing, out of date or names a host."""
    found = []
    for name in LOCKS:
        path = lock_path(name)
        text = path.read_text() if path.exists() else ""
        if not text.startswith(header(name)):
            found.append(f"requirements/{name}.txt is not made from this pyproject.toml")
        if "://" in text:
            found.append(f"requirements/{name}.txt names a download address")
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    kinds = ("dependencies", "devDependencies")
    if any(packages[""].get(kind) != wanted.get(kind) for kind in kinds):
        found.append("package-lock.json is not made from this package.json")
    if any("resolved" in package for package in packages.values()):
        found.append("package-lock.json names a download address")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    options = parser.parse_args()
    if not options.check:
        write_python_locks(upgrade=options.upgrade)
        write_npm_lock()
    found = complaints()
    for complaint in found:
        print(f"{complaint}: run `make lock`.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
