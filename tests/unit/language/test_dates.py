"""Days and periods, seen from Wednesday 25 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.dates import Tense, When, find_spans, horizon_days, tense
from haat.language.tokens import tokenise
from tests.unit.language.grammars import MIXED, table, words

TODAY = date(2026, 11, 25)

# What the verb says is found in the message itself. `?` marks what could also lie on the other side of today.
SPANS = """
aaj kitna bika | today
aaj ki bikri | today
आज की बिक्री | today
what did i sell today | today
abhi kitna stock hai | today
kal becha tha | yesterday
kal 5 kilo bika | yesterday
कल कितना बिका | yesterday
kal kitna bikega | 2026-11-26
kal doodh kitna mangau | 2026-11-26
कल कितना बिकेगा | 2026-11-26
kal ka bhav | yesterday?
yesterday sales | yesterday
tomorrow | 2026-11-26
day after tomorrow | 2026-11-27
day before yesterday | 2026-11-23
aane wale kal | 2026-11-26
parson bika | 2026-11-23
परसों बेचा था | 2026-11-23
parson kitna bikega | 2026-11-27
parso | 2026-11-23?
2 din pehle becha | 2026-11-23
3 days ago | 2026-11-22
do hafte pehle | 2026-11-11
3 din baad | 2026-11-28
is hafte | this_week
is hafte kitna bika | this_week
इस हफ्ते | this_week
this week | this_week
pichle hafte ki bikri | last_week
pichhle hafte | last_week
पिछले हफ्ते कितनी बिक्री हुई | last_week
last week sales | last_week
is mahine | this_month
this month | this_month
इस महीने | this_month
pichhle mahine | last_month
पिछले महीने | last_month
last month | last_month
pichle 7 din | last_7_days
पिछले सात दिन | last_7_days
last 7 days | last_7_days
last one week | last_7_days
last 30 days | last_30_days
pichle 30 din | last_30_days
pichle ek mahine | last_30_days
last 90 days | last_90_days
pichle 3 mahine | last_90_days
पिछले तीन महीने | last_90_days
pichle do hafte | 2026-11-11/2026-11-24
last 10 days | 2026-11-15/2026-11-24
7 din mein kitna bika | last_7_days
7 din ki bikri | last_7_days?
last year | 2025-01-01/2025-12-31
is saal | 2026-01-01/2026-11-25
agle hafte | 2026-11-30/2026-12-06
next week | 2026-11-30/2026-12-06
next month | 2026-12-01/2026-12-31
agle 10 din | 2026-11-26/2026-12-05
7 din me kitna bikega | 2026-11-26/2026-12-02
is hafte kitna bikega | this_week
last monday | 2026-11-23
peechle mangalvar | yesterday
pichle budhvar | 2026-11-18
somvar ko becha | 2026-11-23
somvar ko kitna bikega | 2026-11-30
सोमवार को बेचा | 2026-11-23
monday | 2026-11-23?
next friday | 2026-11-27
itwar ko kitna bika | 2026-11-22
12 nov | 2026-11-12
nov 12 | 2026-11-12
12 november ko | 2026-11-12
12 नवंबर | 2026-11-12
12th november | 2026-11-12
12th of november | 2026-11-12
november 12, 2025 | 2025-11-12
november 12 2025 | 2025-11-12
12-nov-2025 | 2025-11-12
barah november | 2026-11-12
25 dec | 2026-12-25
5 may | 2026-05-05
12/11 | 2026-11-12
12/11/2026 | 2026-11-12
12-11-2026 | 2026-11-12
12.11.26 | 2026-11-12
2026-11-12 | 2026-11-12
१२/११/२०२६ | 2026-11-12
11/25/2026 | today?
12 तारीख | 2026-11-12
12 tarikh ko becha | 2026-11-12
28 tarikh ko becha | 2026-10-28
28 tarikh ko kitna bikega | 2026-11-28
november ki 12 tarikh | 2026-11-12
12th ko | 2026-11-12
november ki bikri | this_month
october sales | 2026-10-01/2026-10-31
अक्टूबर की बिक्री | 2026-10-01/2026-10-31
december 2025 | 2025-12-01/2025-12-31
1 nov se 10 nov | 2026-11-01/2026-11-10
1 nov se 10 nov tak | 2026-11-01/2026-11-10
from 1 to 10 november | 2026-11-01/2026-11-10
1 se 10 november | 2026-11-01/2026-11-10
1-10 nov | 2026-11-01/2026-11-10
november 1 to 10 | 2026-11-01/2026-11-10
1 se 10 tarikh | 2026-11-01/2026-11-10
1/11/2026 se 10/11/2026 | 2026-11-01/2026-11-10
between 1 nov and 10 nov | 2026-11-01/2026-11-10
1 नवंबर से 10 नवंबर तक | 2026-11-01/2026-11-10
somvar se shukravar tak | 2026-11-16/2026-11-20
1 november se aaj tak | 2026-11-01/2026-11-25
since monday | 2026-11-23/2026-11-25
1 november se kitna bika | 2026-11-01/2026-11-25
28 dec to 5 jan | 2026-12-28/2027-01-05
5 jan to 28 feb | 2026-01-05/2026-02-28
kal se zyada bika | yesterday
abhi is mahine kitna hua | this_month
kal aur aaj kitna bika | yesterday today
may i know |
mai bechta hu |
31/2/2026 |
1/2 kg pyaz |
5/10 rupaye |
5 kilo becha |
november 5 kilo | this_month
31 february |
45 nov |
pichle |
"""

TENSES = """
becha | past
bech diya tha | past
kitna bika | past
बिका | past
हुआ था | past
sold 5 kg | past
kitna bikega | future
bikegi | future
honge | future
बिकेगा | future
kal kya karna hai | future
mangau | future
will sell | future
how much should i order | future
bhav kya hai |
kal becha aur aaj bechunga |
"""

HORIZONS = """
aaj kitna bikega | 1
kal kitna bikega | 1
tomorrow | 1
parson kitna bikega | 2
is hafte kitna bikega | 7
next week | 7
next fortnight | 14
agle mahine | 30
next 3 months | 90
agle 10 din | 10
7 din me kitna bikega | 7
do hafte me kitna bikega | 14
28 november ko kitna bikega | 3
kal becha |
pichle hafte |
kitna bikega |
"""


def _spans(text: str) -> tuple[When, ...]:
    tokens = tokenise(text)
    return find_spans(tokens, MIXED, TODAY, tense(tokens, MIXED))


def _shown(span: When) -> str:
    days = str(span.start) if span.start == span.end else f"{span.start}/{span.end}"
    return f"{span.period or days}{'?' if span.ambiguous else ''}"


@pytest.mark.parametrize(("text", "spans"), table(SPANS))
def test_days_and_periods(text: str, spans: str) -> None:
    assert " ".join(_shown(span) for span in _spans(text)) == spans


@pytest.mark.parametrize(("text", "said"), table(TENSES))
def test_tense_is_read_from_the_verbs(text: str, said: str) -> None:
    assert (tense(tokenise(text), MIXED) or "") == said


@pytest.mark.parametrize(("text", "days"), table(HORIZONS))
def test_horizon_is_a_length(text: str, days: str) -> None:
    assert str(horizon_days(_spans(text), TODAY) or "") == days


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("this week", date(2026, 11, 23), TODAY),
        ("last week", date(2026, 11, 16), date(2026, 11, 22)),
        ("this month", date(2026, 11, 1), TODAY),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("last 7 days", date(2026, 11, 18), date(2026, 11, 24)),
        ("last 30 days", date(2026, 10, 26), date(2026, 11, 24)),
        ("last 90 days", date(2026, 8, 27), date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_named_period_has_its_days(text: str, start: date, end: date) -> None:
    (span,) = _spans(text)
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize(
    ("said", "day", "ambiguous"),
    [
        ("past", date(2026, 11, 24), False),
        ("future", date(2026, 11, 26), False),
        (None, date(2026, 11, 24), True),
    ],
)
def test_kal_turns_with_the_tense(said: Tense | None, day: date, *, ambiguous: bool) -> None:
    (span,) = find_spans(tokenise("kal"), MIXED, TODAY, said)
    assert (span.start, span.ambiguous) == (day, ambiguous)


def test_leap_day_is_found_in_the_leap_year_only() -> None:
    tokens = tokenise("29 february")
    assert [s.start for s in find_spans(tokens, MIXED, date(2024, 6, 1), "past")] == [
        date(2024, 2, 29)
    ]
    assert find_spans(tokens, MIXED, date(2026, 6, 1), "past") == ()


def test_span_stands_on_its_tokens() -> None:
    (span,) = _spans("pyaz pichle do hafte mein")
    assert (span.start_token, span.end_token) == (1, 4)


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]),
)
def test_full_date_is_read_back(day: date, written: str) -> None:
    (span,) = find_spans(tokenise(day.strftime(written)), MIXED, TODAY, None)
    assert (span.start, span.end, span.ambiguous) == (day, day, False)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 180))
def test_date_without_year_is_the_last_one_in_the_past(today: date, days: int) -> None:
    day = today - timedelta(days=days)
    (span,) = find_spans(tokenise(day.strftime("%d %b")), MIXED, today, "past")
    assert span.start == day


WORDS = [
    *words(
        "kal aaj parson abhi pichle agle is last next this 7 1 31 12 2026 din hafte mahine week month somvar monday"
    ),
    *words(
        "nov may february se to - / . tak tarikh th since between and from becha bikega pehle baad baje kilo , ."
    ),
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from([None, "past", "future"]),
)
def test_spans_never_overlap_nor_run_backwards(
    chosen: list[str], today: date, said: Tense | None
) -> None:
    tokens = tokenise(" ".join(chosen))
    end = 0
    for span in find_spans(tokens, MIXED, today, said):
        assert end <= span.start_token < span.end_token <= len(tokens)
        assert span.start <= span.end
        end = span.end_token
