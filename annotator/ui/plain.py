"""Text from outside in Streamlit's own elements, which take Markdown."""

from __future__ import annotations

SIGNS = "\\`*_{}[]()<>#+-.!|~$:&"


def plain(text: str) -> str:
    """Markdown that shows the text as it is: its own signs are taken for what they are."""
    return "".join(f"\\{c}" if c in SIGNS else c for c in text)
