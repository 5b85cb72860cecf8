"""A call that was carried out, with an id by which its figures are named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from haat.core.finding import Finding, Row
from haat.core.message import CallStatus, ToolCall


@dataclass(frozen=True, slots=True)
class Done:
    """`id` is c1, c2 … in call order; a figure of it is named `c1.price`."""

    id: str
    name: str
    arguments: Mapping[str, Any]
    status: CallStatus
    finding: Finding
    problem: str = ""  # why it is an error, for the person
    problem_key: str = ""
    stress: str = ""  # the layout's variant that was asked for

    def listed(self, name: str) -> Sequence[Row]:
        """The finding's rows, or those of one of its parameters."""
        found = self.finding.rows if name == "rows" else self.finding.parameters.get(name)
        return found if isinstance(found, tuple | list) else ()

    def as_tool_call(self) -> ToolCall:
        """The call as the reply lists it; figure ids carry the call's id."""
        shown = self.finding.as_json()
        for figure in shown["figures"]:
            figure["id"] = f"{self.id}.{figure['id']}"
        return ToolCall(self.name, dict(self.arguments), self.status, shown)
