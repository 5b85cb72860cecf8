"""What a messenger can do, and how messages leave by it: one contract for all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from haat.core.message import Media, Outbound


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a messenger shows and allows."""

    most_characters: int  # in one message
    buttons: int  # most options that it shows as buttons; 0: the text numbers them
    window: timedelta | None  # after her last message free text may be sent so long; None: always
    recalls: bool  # whether the provider can be asked what it has taken
    templates: bool = False  # whether something may be told outside the window


class Messenger(Protocol):
    """A way to people outside: WhatsApp, Telegram."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, address: str, message: Outbound, reference: str) -> str:
        """Hand a message to the provider; its id there.

        `reference` is short and names the message in buttons (`<reference>.<number of the option>`).
        Raises Refused, NotNow or Unclear.
        """
        ...

    async def find(
        self, address: str, message: Outbound, since: datetime, known: Collection[str]
    ) -> str | None:
        """The provider's id of this message, if it has taken it since then; `known` ids are others'.

        Raises NotNow where the provider cannot be asked at the moment.
        """
        ...

    async def send_template(self, address: str, text: str) -> str:
        """Tell something outside the window, by an approved template; Refused where there is none."""
        ...

    async def fetch(self, came: Media) -> bytes:
        """What came with a message; Refused where it is too large or gone, NotNow where it may be had later."""
        ...
