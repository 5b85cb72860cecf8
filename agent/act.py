"""Carry out planned calls: reads at once and side by side, changes only after a yes."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from agent.done import Done
from agent.memory import Planned
from haat.core.aside import Aside
from haat.core.errors import HaatError
from haat.core.finding import Finding, Missing
from haat.core.message import CallStatus
from tools.context import Run, Tool, ToolContext

logger = logging.getLogger(__name__)
# Notes of a preview by which there is nothing to say yes to.
NOTHING_TO_DO = frozenset(
    {
        "no_buyers",
        "no_enquiry",
        "known_buyer",
        "known_group",
        "no_proposal",
        "no_goods",
        "bill_recorded",
        "still_reading",
        "unreadable",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that could not be made: the tool says what is missing."""

    call: Planned
    missing: Missing


@dataclass(frozen=True, slots=True)
class Hands:
    """The tools by name; `reads` is where the quick ones work that change nothing."""

    tools: Mapping[str, Tool]
    reads: Aside = asyncio.to_thread

    def changes(self, name: str) -> bool:
        """Whether a call of this tool would change something."""
        tool = self.tools.get(name)
        return tool is not None and tool.preview is not None

    async def look(
        self, calls: tuple[Planned, ...], context: ToolContext
    ) -> tuple[Done | Asked, ...]:
        """Carry out reads and preview changes, in order of the calls."""
        return tuple(
            await asyncio.gather(
                *(self._aside(c)(self._one, f"c{i}", c, context) for i, c in enumerate(calls, 1))
            )
        )

    def _aside(self, call: Planned) -> Aside:
        return self.reads if self.tools[call.name].quick else asyncio.to_thread

    async def carry_out(
        self, calls: tuple[Planned, ...], key: str, context: ToolContext
    ) -> tuple[Done | Asked, ...]:
        """Make the changes that were said yes to, each once for its key."""
        found: list[Done | Asked] = []
        for i, call in enumerate(calls, 1):
            keyed = replace(context, effect_key=f"{key}:{i}")
            found.append(await asyncio.to_thread(self._one, f"c{i}", call, keyed))
        return tuple(found)

    def _one(self, call_id: str, call: Planned, context: ToolContext) -> Done | Asked:
        tool = self.tools[call.name]
        try:
            context.actor.require(tool.permission)
            arguments = tool.arguments.model_validate(dict(call.arguments))
            found = _run_of(tool, context)(context, arguments)
        except ValidationError as error:
            return _failed(
                call_id, call, _first_problem(error), f"invalid:{error.errors()[0]['loc'][0]}"
            )
        except HaatError as error:
            return _failed(call_id, call, error.detail, _problem_key(error))
        except Exception:  # the tool node is an outer edge: one tool's fault is one failed call
            logger.exception("the tool %s failed", call.name)
            return _failed(call_id, call, "", "error")
        if isinstance(found, Missing):
            return Asked(call, found)
        return Done(
            call_id,
            call.name,
            _shown(arguments, call.arguments),
            _status(tool, context, found),
            found,
        )


def _run_of(tool: Tool, context: ToolContext) -> Run:
    preview = tool.preview
    return preview if preview is not None and context.effect_key is None else tool.run


def _status(tool: Tool, context: ToolContext, finding: Finding) -> CallStatus:
    previews = tool.preview is not None and context.effect_key is None
    if previews and NOTHING_TO_DO.isdisjoint(finding.notes):
        return "awaiting_confirmation"
    nothing = finding.empty or "no_sales" in finding.notes
    return "empty" if nothing else "ok"


def _shown(arguments: BaseModel, said: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was said or inherited, in its canonical form."""
    canonical = arguments.model_dump(mode="json", exclude_unset=True)
    return {k: said[k] if _same(canonical[k], said[k]) else canonical[k] for k in said}


def _same(one: object, other: object) -> bool:
    return one == other


def _problem_key(error: HaatError) -> str:
    """The kind of error, with the field it is about where there is one: `invalid:date`."""
    field = error.problems[0].pointer.strip("/") if error.problems else ""
    return f"{error.key}:{field}" if field else error.key


def _failed(call_id: str, call: Planned, detail: str, key: str) -> Done:
    finding = Finding(notes=(f"error:{key}",))
    return Done(call_id, call.name, call.arguments, "error", finding, detail, key)


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(p) for p in first["loc"])
    return f"{where}: {first['msg']}"
