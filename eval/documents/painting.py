"""A sheet as a PDF with a text layer, and as the noisy photo of a paper on a table."""

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.documents.sheet import Face, Print, Sheet

FONTS = Path("/usr/share/fonts/truetype")
LATIN = (FONTS / "dejavu/DejaVuSans.ttf", FONTS / "dejavu/DejaVuSans-Bold.ttf")
DEVANAGARI = (
    FONTS / "noto/NotoSansDevanagari-Regular.ttf",
    FONTS / "noto/NotoSansDevanagari-Bold.ttf",
)
FACES: Mapping[Face, tuple[str, str]] = {
    "sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "mono": ("dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSansMono-Bold.ttf"),
    "serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "narrow": ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    "typed": ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
}  # fmt: skip
MISSING = "these fonts are needed: Debian's packages fonts-dejavu-core and fonts-noto-core"
DOTS = 2.6  # of a photo, for each point


def fonts_there() -> bool:
    """Whether this machine has the fonts to print with."""
    return all(path.exists() for path in (*LATIN, *DEVANAGARI))


def face(name: Face, *, bold: bool) -> Path:
    """The font's file; the plain one where this machine lacks it."""
    wanted = FONTS / FACES[name][int(bold)]
    return wanted if wanted.exists() else LATIN[int(bold)]


def runs(text: str) -> list[tuple[bool, str]]:
    """The text in pieces of one script; signs and blanks go with what stands before them."""
    found: list[tuple[bool, str]] = []
    for sign in text:
        native = "\u0900" <= sign <= "\u097f"
        neutral = sign == " " and found
        if found and (neutral or found[-1][0] == native):
            found[-1] = (found[-1][0], found[-1][1] + sign)
        else:
            found.append((native, sign))
    return found


def pdf(sheet: Sheet) -> bytes:
    """A born-digital PDF; without shaping, so Hindi looks rough but its text layer is right."""
    paper = FPDF(unit="pt", format=(sheet.width, sheet.height))
    for style, latin, native in zip(("", "B"), LATIN, DEVANAGARI, strict=True):
        paper.add_font("latin", style, latin)
        paper.add_font("native", style, native)
    paper.add_page()
    for rule in sheet.rules:
        paper.line(rule.x0, rule.y0, rule.x1, rule.y1)
    for one in sheet.prints:
        _print(paper, one)
    return bytes(paper.output())


def _print(paper: FPDF, one: Print) -> None:
    style = "B" if one.bold else ""
    parts: list[tuple[str, str, float]] = []
    for native, text in runs(one.text):
        family = "native" if native else "latin"
        paper.set_font(family, style, one.size)
        parts.append((family, text, paper.get_string_width(text)))
    x = _left(one, sum(width for _, _, width in parts))
    for family, text, width in parts:
        paper.set_font(family, style, one.size)
        paper.text(x, one.y, text)
        x += width


def _left(one: Print, width: float) -> float:
    return one.x - {"left": 0.0, "right": width, "centre": width / 2}[one.align]


@lru_cache(maxsize=64)
def _font(size: float, name: Face, *, native: bool, bold: bool) -> ImageFont.FreeTypeFont:
    path = DEVANAGARI[int(bold)] if native else face(name, bold=bold)
    return ImageFont.truetype(str(path), round(size * DOTS))


def picture(sheet: Sheet) -> Image.Image:
    """The sheet as a clean picture, Hindi properly shaped."""
    image = Image.new("L", (round(sheet.width * DOTS), round(sheet.height * DOTS)), 250)
    pen = ImageDraw.Draw(image)
    for rule in sheet.rules:
        pen.line([v * DOTS for v in (rule.x0, rule.y0, rule.x1, rule.y1)], fill=60, width=2)
    for one in sheet.prints:
        pieces = [
            (_font(one.size, one.face, native=n, bold=one.bold), text) for n, text in runs(one.text)
        ]
        x = _left(one, sum(f.getlength(t) for f, t in pieces) / DOTS) * DOTS
        for font, text in pieces:
            pen.text((x, one.y * DOTS), text, font=font, fill=20, anchor="ls")
            x += font.getlength(text)
    return image


def photo(sheet: Sheet, chance: Random) -> bytes:
    """Askew, with a shadow, a little blurred, noisy, and squeezed as JPEG."""
    image = picture(sheet)
    image = image.rotate(
        chance.uniform(-2.5, 2.5), Image.Resampling.BICUBIC, expand=True, fillcolor=120
    )
    scale = chance.uniform(0.75, 1.0)
    image = image.resize(
        (round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR
    )
    image = Image.composite(image, image.point(lambda v: int(v * 0.6)), _light(image.size, chance))
    noise = grain(image.size, chance.uniform(8, 18), chance)
    image = Image.blend(image, noise, 0.10).filter(
        ImageFilter.GaussianBlur(chance.uniform(0.3, 0.9))
    )
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=chance.randrange(55, 85))
    return written.getvalue()


def grain(size: tuple[int, int], deviation: float, chance: Random) -> Image.Image:
    """Grey noise that follows `chance`, which Pillow's own does not: the same seed is the same photo."""
    drawn = np.random.default_rng(chance.getrandbits(64)).normal(128, deviation, size[::-1])
    return Image.fromarray(np.clip(drawn, 0, 255).astype(np.uint8))


def _light(size: tuple[int, int], chance: Random) -> Image.Image:
    """Bright on one side, falling off to the other."""
    ramp = Image.linear_gradient("L").rotate(chance.choice([0, 90, 180, 270]))
    return ramp.resize(size).point(lambda v: min(255, 60 + v))
