"""Find the Python blocks of the README."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
BLOCKS: list[str] = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def block_with(words: str) -> str:
    """Return the only block that has these *words*."""
    (found,) = (block for block in BLOCKS if words in block)
    return found
