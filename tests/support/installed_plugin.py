"""Let pytest find the package's plugin in a folder, as if the package were installed there."""

from __future__ import annotations

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
SLOW = (
    "faker",
    "hypothesispytest",
    "pytest_httpx",
    "respx",
    "timeout",
    "xdist",
    "xdist.looponfail",
)
"""Plugins that these runs don't need, and that take longer to load than the tests take."""
OPTIONS = (
    *("-W", "error", "-o", "asyncio_default_fixture_loop_scope=function"),
    *(word for name in SLOW for word in ("-p", f"no:{name}")),
)
"""What a run of pytest takes, so that its warnings are errors and pytest-asyncio gives none."""


def install_plugin(folder: Path) -> None:
    """Add what the package's metadata say of the plugin to a *folder* of ``PYTHONPATH``.

    The folder has a configuration of its own, so that pytest looks for none above it.
    """
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    plugins = project["entry-points"]["pytest11"].items()
    metadata = folder / "digiseller_plugin-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: digiseller-plugin\nVersion: 0\n", "utf-8"
    )
    lines = ["[pytest11]", *(f"{name} = {module}" for name, module in plugins), ""]
    (metadata / "entry_points.txt").write_text("\n".join(lines), "utf-8")
