"""What understanding costs: milliseconds a message on one core, memory, and the first start."""

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import quantiles

PROBE = """
import json, sys, time
begun = time.perf_counter()
from datetime import date
from agent.memory import Memory
from agent.planner.plan import plan
from agent.planner.sense import load_reader
from agent.sheet import Shop
from haat.core.message import TurnContext
from haat.core.settings import Settings
from haat.language.hearing import load_languages
from haat.language.lexicon import load_vocabulary
from haat.language.places import load_gazetteer
folder = Settings().models_dir
languages = load_languages(folder)
reader = load_reader(languages, load_gazetteer(), folder)
shop = Shop(load_vocabulary(languages.packs.values()), (), {}, {})
def once(text):
    sheet = reader.read(text, shop, Memory(), TurnContext(), date(2026, 11, 25))
    plan(sheet, shop, Memory(), languages)
once("price of onion")
cold = time.perf_counter() - begun
texts = json.load(sys.stdin)
first, spent = [], []
for into in (first, spent):
    for text in texts:
        at = time.perf_counter()
        once(text)
        into.append((time.perf_counter() - at) * 1000)
# What getrusage says counts the parent, as it was when this began.
told = dict(line.split(":", 1) for line in open("/proc/self/status"))
kb = int(told["VmHWM"].split()[0])
json.dump({"cold": cold, "spent": spent, "first": max(first), "mb": kb / 1024}, sys.stdout)
"""


def report(texts: Sequence[str]) -> str:
    """Reading and planning of each message in a process of its own, its second time."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PROBE],
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    cuts = quantiles(found["spent"], n=100, method="inclusive")
    return (
        "## Speed\n\n"
        f"{len(texts)} messages, reading and planning: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms; the first "
        f"message of a language at most {found['first']:.0f} ms. "
        f"Memory {found['mb']:.0f} MB. From nothing to the first plan {found['cold']:.1f} s."
    )
