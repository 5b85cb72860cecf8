"""Reads print in Latin script by the network PP-OCRv6 (package `rapidocr`, which carries its weights).

Nothing is fetched: the weights are named by their place in the package.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from importlib.util import find_spec
from itertools import accumulate
from math import cos, degrees, sin
from pathlib import Path
from statistics import fmean
from typing import Any
from unicodedata import normalize

from PIL import Image

from haat.documents.levelling import turn_of
from haat.documents.page import Page, Word, page_of

PACKAGE = "rapidocr"
DETECTOR, READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
MOST_AREA = 1_600_000  # dots: a page of A4 at 130 dpi; more costs time and brings little
DETECTED_AREA = 950_000  # dots in which print is looked for; it is read in all dots of the picture
LEAST_SIDE, MOST_SIDE = 640, 3_600
LEAST_SURE = 0.3  # below it, it was no print
_PRINT = 0.72  # of a found line's height: as high as its letters are
Corner = Sequence[float]
Spoken = tuple[str, float, Sequence[Corner]]  # a word, how sure it is, and its four corners


@dataclass(frozen=True, slots=True)
class Level:
    """How corners of the picture that was read become corners of the level one: turn, middle, size."""

    turn: float
    x: float
    y: float
    factor: float

    def place(self, corner: Corner) -> tuple[float, float]:
        """Where a corner comes to stand."""
        x, y = float(corner[0]) - self.x, float(corner[1]) - self.y
        turned = x * cos(self.turn) + y * sin(self.turn), y * cos(self.turn) - x * sin(self.turn)
        return (turned[0] + self.x) * self.factor, (turned[1] + self.y) * self.factor


def there() -> bool:
    """Whether the package is installed."""
    return find_spec(PACKAGE) is not None


def version() -> str:
    """What reads here: `rapidocr 3.10.0`; empty without it."""
    try:
        return f"{PACKAGE} {installed(PACKAGE)}"
    except PackageNotFoundError:
        return ""


def read(image: Image.Image, number: int) -> tuple[Page, float]:
    """The page in a picture as it stands when turned level around its middle, and that turn in degrees.

    Its boxes are in dots of the picture.
    """
    small = sized(image)
    factor = image.width / small.width
    words = list(_words(small))
    turn = turn_of([corners for _, _, corners in words])
    level = Level(turn, small.width / 2, small.height / 2, factor)
    found = (_word(w, level) for w in words)
    page = page_of(number, image.width, image.height, found, scanned=True)
    return page, degrees(turn)


def lies_on_its_side(page: Page) -> bool:
    """Whether most words are higher than wide."""
    long = [w for w in page.words if len(w.text) > 2]
    tall = sum(w.height > w.x1 - w.x0 for w in long)
    return tall * 2 > len(long)


def sized(image: Image.Image) -> Image.Image:
    """Of a size that is read well in little time."""
    factor = min((MOST_AREA / (image.width * image.height)) ** 0.5, MOST_SIDE / max(image.size))
    if factor > 1:
        factor = min(factor, max(LEAST_SIDE / min(image.size), 1.0))
    size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
    return image if factor == 1 else image.resize(size, Image.Resampling.LANCZOS)


def _words(image: Image.Image) -> Iterator[Spoken]:
    engine = _engine()
    factor = min((DETECTED_AREA / (image.width * image.height)) ** 0.5, 1.0)
    engine.text_det.limit_side_len = round(max(image.size) * factor)
    found = engine(image)
    if not len(found):
        return
    for text, score, corners, parts in zip(
        found.txts, found.scores, found.boxes, found.word_results, strict=True
    ):
        yield from _parted(normalize("NFKC", text), float(score), corners, parts)


def _parted(
    text: str, score: float, corners: Sequence[Corner], parts: Sequence[Any]
) -> Iterator[Spoken]:
    """The words of a line, each with its corners; those of the network where it parts them alike."""
    words = text.split()
    signs = [normalize("NFKC", part[0]) for part in parts]
    if signs == words:
        yield from ((w, score, part[2]) for w, part in zip(words, parts, strict=True))
    elif "".join(signs) == "".join(words):
        yield from _of_signs(words, parts)
    else:
        yield from _measured(text, score, corners)


def _of_signs(words: Sequence[str], parts: Sequence[Any]) -> Iterator[Spoken]:
    """The words of a line that was read sign by sign; where the script changes, a word ends: `राA200`."""
    ends = set(accumulate(map(len, words)))
    run: list[Any] = []
    at = 0
    for part in parts:
        if run and part[0].isascii() != run[-1][0].isascii():
            yield _one_word(run)
            run = []
        run.append(part)
        at += len(normalize("NFKC", part[0]))
        if at in ends:
            yield _one_word(run)
            run = []


def _one_word(signs: Sequence[Any]) -> Spoken:
    """Neighbouring signs as a word, as sure as they are on average."""
    text = "".join(normalize("NFKC", sign[0]) for sign in signs)
    return text, fmean(sign[1] for sign in signs), _around([sign[2] for sign in signs])


def _around(boxes: Sequence[Sequence[Corner]]) -> Sequence[Corner]:
    """The box of neighbouring boxes; of such as lie on their side the upright one around them."""
    first, last = boxes[0], boxes[-1]
    xs, ys = zip(*(corner for box in boxes for corner in box), strict=True)
    if max(xs) - min(xs) >= max(ys) - min(ys):
        return first[0], last[1], last[2], first[3]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _measured(text: str, score: float, corners: Sequence[Corner]) -> Iterator[Spoken]:
    """The words of a line, each with its share of the box."""
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        yield word, score, _cut(corners, start / len(text), at / len(text))


def _cut(corners: Sequence[Corner], start: float, end: float) -> Sequence[Corner]:
    """The part of a box from one share of its length to another."""
    upper, lower = (corners[0], corners[1]), (corners[3], corners[2])
    return [_between(upper, start), _between(upper, end),
            _between(lower, end), _between(lower, start)]  # fmt: skip


def _between(edge: tuple[Corner, Corner], share: float) -> Corner:
    (ax, ay), (bx, by) = edge
    return ax + (bx - ax) * share, ay + (by - ay) * share


def _word(spoken: Spoken, level: Level) -> Word:
    text, score, corners = spoken
    xs, ys = zip(*map(level.place, corners), strict=True)
    middle, half = (min(ys) + max(ys)) / 2, (max(ys) - min(ys)) * _PRINT / 2
    return Word(text, min(xs), middle - half, max(xs), middle + half, min(score, 0.999))


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The networks, on one thread: on few cores several wait for one another."""
    import rapidocr  # noqa: PLC0415  # heavy, and only where a picture is read

    models = Path(rapidocr.__file__).parent / "models"
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.text_score": LEAST_SURE,
            "Global.max_side_len": MOST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(models / DETECTOR),
            "Det.limit_type": "max",  # `limit_side_len` is set for each picture
            "Rec.model_path": str(models / READER),
            # Each line alone and no wider than it is: what pads it costs time and blanks.
            "Rec.rec_img_shape": [3, 48, 48],
            "Rec.rec_batch_num": 1,
        }
    )
    engine(Image.new("L", (64, 64), 255))  # which loads the networks
    return engine
