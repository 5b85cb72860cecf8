"""What a tenant's own writings hold, asked beside the facts that ship; nobody else's are looked at."""

from collections.abc import Callable

from retrieval.answering import Answer

SCOPE = "tenant."  # before a tenant's id it names her collection; no other is named so

# Tenant's id and question to the answer; None where she has no writings.
OwnTexts = Callable[[str, str], Answer | None]


def own_collection(tenant_id: str) -> str:
    """The collection of a tenant's writings."""
    return f"{SCOPE}{tenant_id}"


def no_texts(tenant_id: str, question: str) -> Answer | None:
    """Where nobody has writings."""
    del tenant_id, question
    return None
