"""`haat demo`: one scripted conversation on the demo data, in three languages."""

from collections.abc import Callable

from channels.terminal import talk
from channels.web import Answers
from haat.core.actor import Actor

SCRIPT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "English",
        (
            "What is the price of onion in Nashik?",
            "How much sugar will sell next week?",
            "Who will buy mango pickle?",
        ),
    ),
    (
        "हिन्दी",
        (
            "चावल कितना बचा है?",
            "2 किलो चीनी 45 रुपये किलो बेची",
            "हाँ",
            "सरसों तेल कितना मँगाऊँ?",
        ),
    ),
    (
        "Hinglish",
        (
            "aam ke achar ka kya daam rakhu?",
            "achar banane ke liye licence lagta hai kya?",
            "dhanyavaad",
        ),
    ),
)


async def show(copilot: Answers, actor: Actor, write: Callable[[str], None]) -> None:
    """Hold the conversation, one for each language, and write it down."""
    for language, lines in SCRIPT:
        write(f"— {language} —")
        await talk(copilot, actor, Reader(lines, write))
        write("")


class Reader:
    """A person who reads her lines from a script."""

    def __init__(self, lines: tuple[str, ...], write: Callable[[str], None]) -> None:
        self._lines = list(lines)
        self._write = write

    def read(self) -> str:
        """The next line, shown as hers."""
        if not self._lines:
            return ""
        line = self._lines.pop(0)
        self._write(f"> {line}")
        return line

    def write(self, text: str) -> None:
        """The answer."""
        self._write(text)
