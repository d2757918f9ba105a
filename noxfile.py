"""Run the project's checks and tools; ``nox -l`` lists them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["tests", "lint", "typing"]

NEWEST_PYTHON = "3.14"
ROOT = Path(__file__).parent
WITH_EXTRAS = ".[cli,otel,parquet,redis,sandbox,sync]"
PARALLEL = ("-n", "auto")  # one worker for each core
EACH = ("-o", "addopts=-ra --strict-config --strict-markers")  # also those apart from the others
QUICK = ("--hypothesis-profile=quick", *PARALLEL)  # ten examples of each property, not a hundred
# Thousands of answers, each secret in each fault, and the generator, which only we run.
LEFT_TO_THE_MAIN_PYTHON = (
    "--ignore=tests/unit/response/test_wire_habits.py",
    "--ignore=tests/unit/secrets",
    "--ignore=tests/unit/codegen",
)
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")


def group(*names: str) -> list[str]:
    """Return the requirements of these dependency groups."""
    return list(nox.project.dependency_groups(PROJECT, *names))


def lowest() -> str:
    """Return the lowest version of each dependency, as constraints of one line each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    return "\n".join(
        re.sub(r"\[.*\]|>=", lambda m: "==" if m[0] == ">=" else "", one) for one in wanted
    )


def find_python(version: str) -> str | None:
    """Return the interpreter of *version*, from the path or from pyenv, if there is one."""
    installed = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    found = [str(installed[-1])] if installed else []
    if (on_path := shutil.which(f"python{version}")) is not None:
        found.append(on_path)
    # A shim of pyenv is there for versions that are not chosen, and fails.
    command = ("-c", "import ssl, venv")
    works = (subprocess.run([one, *command], check=False).returncode == 0 for one in found)  # noqa: S603
    return next((one for one, is_good in zip(found, works, strict=True) if is_good), None)


def install_tests(session: nox.Session, *arguments: str) -> None:
    """Install the package with its extras, and what the tests need."""
    session.install("-e", WITH_EXTRAS, *group("tests", "lint"), *arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with the newest versions; arguments after ``--`` go to pytest.

    Those that need other people's packages are `integrations`, those of types `typing`. Properties
    have few examples here: `coverage` tries as many as they have.
    """
    install_tests(session)
    session.run("python", "-m", "pytest", *(session.posargs or QUICK))


def install_lowest(session: nox.Session) -> None:
    """Install the lowest versions that the package allows, and what the tests need."""
    constraints = Path(session.create_tmp()) / "lowest.txt"
    constraints.write_text(lowest(), "utf-8")
    install_tests(session, "--constraint", str(constraints))


@nox.session
def tests_lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the package allows."""
    install_lowest(session)
    session.run("python", "-m", "pytest", *(session.posargs or PARALLEL))


@nox.session
def tests_pythons(session: nox.Session) -> None:
    """Run the unit tests on every other supported Python that this machine has."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    for version in nox.project.python_versions(PROJECT, max_version=NEWEST_PYTHON):
        python = find_python(version)
        if version == own or python is None:
            session.log(f"Python {version}: {'the main one' if version == own else 'not here'}")
            continue
        folder = Path(session.create_tmp()) / f"python{version}"
        session.run(python, "-m", "venv", "--clear", str(folder), external=True)
        inside = str(folder / "bin" / "python")
        wanted = ("-e", WITH_EXTRAS, *group("tests", "lint"))
        session.run(inside, "-m", "pip", "install", "--quiet", *wanted, external=True)
        arguments = session.posargs or ("tests/unit", *LEFT_TO_THE_MAIN_PYTHON, *QUICK)
        session.run(inside, "-m", "pytest", *arguments, external=True)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the tests with the lowest versions, and check that each line and branch is covered."""
    install_lowest(session)
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *PARALLEL)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session
def integrations(session: nox.Session) -> None:
    """Run the package inside other people's programs, and as a stranger who installs a release."""
    session.install("-e", ".[otel,redis,sandbox]", *group("tests", "integrations"))
    session.run("python", "-m", "pytest", *EACH, *(session.posargs or ["tests/integrations"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style, and that the generated files are up to date."""
    session.install("-e", ".", *group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "-m", "digiseller_async._codegen.generate", "--check")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types with mypy and pyright, both strict, and that they find mistakes."""
    session.install(
        "-e",
        WITH_EXTRAS,
        *group("typing", "tests", "integrations", "bench"),
        "nox",
    )
    session.run("mypy", "digiseller_async", "tests", "benchmarks", "noxfile.py")
    session.run("pyright")
    session.run("python", "-m", "pytest", *EACH, "tests/typing")


@nox.session
def generate(session: nox.Session) -> None:
    """Write the files that are generated from the table in ``spec/``."""
    session.install("-e", ".", *group("lint"))
    session.run("python", "-m", "digiseller_async._codegen.generate")


@nox.session
def docs(session: nox.Session) -> None:
    """Render the API documentation of the public modules into ``build/docs``."""
    names = (
        "callbacks",
        "config",
        "endpoints",
        "errors",
        "models",
        "otel",
        "pagination",
        "redis",
        "sandbox",
        "stores",
        "sync",
        "tasks",
    )
    modules = [f"digiseller_async.{name}" for name in names]
    # A name that was not used yet is not loaded, and so not documented.
    lazy = ("digiseller_async", "digiseller_async.endpoints", "digiseller_async.models")
    load = "; ".join(f"from {module} import *" for module in lazy)
    program = f"{load}; from pdoc.__main__ import cli; cli()"
    options = ("--docformat", "google", "--output-directory", "build/docs")
    session.install("-e", WITH_EXTRAS, *group("docs"))
    command = ("python", "-W", "error", "-c", program, *options)
    # Submodules that the package itself names are taken off, to be added once.
    session.run(*command, "digiseller_async", r"!digiseller_async\.", *modules)


@nox.session
def bench(session: nox.Session) -> None:
    """Print the figures of the README; arguments after ``--`` go to ``python -m benchmarks``."""
    session.install("-e", ".[cli,sandbox,sync]", *group("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Soak the client in calls to a hostile service, with TLS and without.

    Arguments after ``--`` name some parts, such as ``traffic``; ``--share 0.1`` makes them shorter.
    """
    session.install("-e", ".[aiohttp,redis,sandbox,sync]", *group("tests", "integrations"))
    session.run("python", "-m", "hostile.soak", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session
def demo(session: nox.Session) -> None:
    """Do the main job: export everything from a sandbox into ``export/``."""
    session.install(".[cli,sandbox]")
    session.run("digiseller", "export", "all", "--sandbox", "--out", "export", *session.posargs)
