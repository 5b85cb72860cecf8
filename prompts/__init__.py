"""The texts a hosted model reads, one file each."""

from importlib.resources import files


def prompt(name: str) -> str:
    """The text of prompts/<name>.md."""
    return (files("prompts") / f"{name}.md").read_text(encoding="utf-8")
