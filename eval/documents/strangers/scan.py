"""A strange slip as it comes to us: printed faint, folded, askew, scanned or photographed."""

import io
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.documents.strangers.printing import Piece, Slip

FONTS = Path("/usr/share/fonts/truetype")
TILL = (
    "dejavu/DejaVuSansMono.ttf",
    "noto/NotoSansMono-Regular.ttf",
    "dejavu/DejaVuSansCondensed.ttf",
    "noto/NotoSans-Regular.ttf",
)
OFFICE = (
    "noto/NotoSerif-Regular.ttf",
    "noto/NotoSans-Regular.ttf",
    "dejavu/DejaVuSerifCondensed.ttf",
    "dejavu/DejaVuSans.ttf",
)
LOGOS = (
    "noto/NotoSerifDisplay-BoldItalic.ttf",
    "noto/NotoSansDisplay-BoldItalic.ttf",
    "noto/NotoSerif-BoldItalic.ttf",
    "dejavu/DejaVuSerif-Bold.ttf",
)
HAND = "dejavu/DejaVuSerifCondensed-BoldItalic.ttf"
Gray = NDArray[np.float32]


@lru_cache(maxsize=128)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = FONTS / name
    return ImageFont.truetype(str(path if path.exists() else FONTS / "dejavu/DejaVuSans.ttf"), size)


def printed(slip: Slip, chance: Random) -> Image.Image:
    """Black on white; till fonts are squeezed or stretched as their printers do."""
    size = chance.randrange(20, 32)
    face, logo = chance.choice(OFFICE if slip.wide else TILL), chance.choice(LOGOS)
    width = size * (44 if slip.wide else chance.choice((22, 25, 28)))
    spacing = chance.uniform(1.15, 1.6)
    margin = size * (3 if slip.wide else 1)
    heights = [size * spacing * max((p.size for p in row), default=0.6) for row in slip.rows]
    sheet = Image.new("L", (width + 2 * margin, round(sum(heights)) + 4 * margin), 255)
    pen, y = ImageDraw.Draw(sheet), margin * 2.0
    for row, height in zip(slip.rows, heights, strict=True):
        y += height
        for piece in row:
            _put(
                pen,
                piece,
                (margin + piece.at * width, y),
                _fitting(piece, (logo if piece.logo else face, size), width),
            )
    if slip.scrawl:
        _scrawl(sheet, slip.scrawl, size, chance)
    tall = chance.choice((0.85, 1.0, 1.0, 1.2))
    return sheet.resize((sheet.width, round(sheet.height * tall)), Image.Resampling.BICUBIC)


def _fitting(piece: Piece, face: tuple[str, int], width: int) -> ImageFont.FreeTypeFont:
    size = round(face[1] * piece.size)
    while size > 8 and _font(face[0], size).getlength(piece.text) > width:
        size -= 1
    return _font(face[0], size)


def _put(
    pen: ImageDraw.ImageDraw, piece: Piece, place: tuple[float, float], font: ImageFont.FreeTypeFont
) -> None:
    anchor = {"left": "ls", "centre": "ms", "right": "rs"}[piece.align]
    pen.text(
        place, piece.text, font=font, fill=0, anchor=anchor, stroke_width=1 if piece.bold else 0
    )


def _scrawl(sheet: Image.Image, text: str, size: int, chance: Random) -> None:
    """Written by hand in the free space above, a little askew."""
    font = _font(HAND, round(size * 1.6))
    note = Image.new("L", (round(font.getlength(text)) + 20, size * 3), 255)
    ImageDraw.Draw(note).text((8, size * 2), text, font=font, fill=90, anchor="ls")
    turned = note.rotate(chance.uniform(-9, 9), expand=True, fillcolor=255)
    place = (chance.randrange(5, max(6, sheet.width - turned.width)), 2)
    under = sheet.crop((*place, place[0] + turned.width, place[1] + turned.height))
    sheet.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(turned))), place)


def scanned(slip: Slip, chance: Random) -> bytes:
    """What came out of the scanner or the telephone, as JPEG."""
    noise = np.random.default_rng(chance.randrange(2**32))
    page = np.asarray(printed(slip, chance), dtype=np.float32)
    page = _faint(page, chance, noise)
    if chance.random() < 0.4:
        page = _folded(page, chance)
    if chance.random() < 0.3:
        page = _wavy(page, chance)
    image = Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
    image = _askew(image, chance)
    image = image.filter(ImageFilter.GaussianBlur(chance.choice((0.0, 0.6, 0.9, 1.3))))
    scale = chance.choice((0.6, 0.75, 1.0, 1.0, 1.6))
    image = image.resize(
        (round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR
    )
    return _jpeg(image, chance, noise)


def _faint(page: Gray, chance: Random, noise: np.random.Generator) -> Gray:
    """The ink of a worn print head: grey, spotted, with streaks that are paler."""
    ink = (255 - page) / 255
    dark = chance.uniform(90, 230)
    streaks = np.ones(page.shape[1], dtype=np.float32)
    for _ in range(chance.choice((0, 0, 1, 3))):
        at = chance.randrange(page.shape[1])
        streaks[at : at + chance.randrange(1, 5)] = 0.4
    spots = (noise.random(page.shape) > chance.choice((0.0, 0.0, 0.12, 0.25))).astype(np.float32)
    paper = chance.uniform(205, 250)
    return np.asarray(
        paper - ink * np.minimum(dark, paper - 10) * streaks * (0.35 + 0.65 * spots),
        dtype=np.float32,
    )


def _folded(page: Gray, chance: Random) -> Gray:
    """One to three creases across, darker on one side."""
    rows = np.arange(page.shape[0], dtype=np.float32)
    shade = np.ones_like(rows)
    for _ in range(chance.randrange(1, 4)):
        at, wide = chance.uniform(0.1, 0.9) * len(rows), chance.uniform(20, 160)
        shade -= np.where(rows > at, chance.uniform(0.1, 0.3) * np.exp(-(rows - at) / wide), 0)
    return np.asarray(page * shade[:, None], dtype=np.float32)


def _wavy(page: Gray, chance: Random) -> Gray:
    """Crumpled: each row is pushed aside a little."""
    rows = np.arange(page.shape[0])
    push = (chance.uniform(2, 6) * np.sin(rows / chance.uniform(90, 260))).astype(int)
    columns = np.clip(np.arange(page.shape[1])[None, :] - push[:, None], 0, page.shape[1] - 1)
    return np.asarray(page[rows[:, None], columns], dtype=np.float32)


def _askew(image: Image.Image, chance: Random) -> Image.Image:
    around = chance.choice((255, 255, 230, 60, 15))
    image = image.rotate(
        chance.choice((0, 0, 0.6, 1.5, 3)) * chance.choice((-1, 1)),
        Image.Resampling.BICUBIC,
        expand=True,
        fillcolor=around,
    )
    if chance.random() < 0.35:
        wide, high = (
            round(image.width * chance.uniform(1.1, 2.0)),
            round(image.height * chance.uniform(1.0, 1.25)),
        )
        table = Image.new("L", (wide, high), around)
        table.paste(
            image,
            (chance.randrange(wide - image.width + 1), chance.randrange(high - image.height + 1)),
        )
        return table
    return image


def _jpeg(image: Image.Image, chance: Random, noise: np.random.Generator) -> bytes:
    grain = noise.normal(0, chance.choice((0, 4, 9)), (image.height, image.width))
    ready = np.clip(np.asarray(image, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(ready).convert("RGB").save(out, "JPEG", quality=chance.randrange(40, 92))
    return out.getvalue()
