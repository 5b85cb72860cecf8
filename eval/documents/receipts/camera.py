"""A receipt as a phone or scanner sees it: askew, bent, faded, shadowed, blurred, noisy."""

import io
from random import Random

from PIL import Image, ImageChops, ImageFilter

from eval.documents.painting import grain, picture
from eval.documents.sheet import Sheet


def photo(sheet: Sheet, chance: Random) -> bytes:
    """The picture as JPEG; each harm by chance."""
    paper = picture(sheet)
    paper = _faded(paper, chance)
    if chance.random() < 0.5:
        paper = _laid(paper, chance)
    paper = paper.rotate(
        chance.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=_table(chance)
    )
    scale = chance.uniform(0.65, 1.25)
    paper = paper.resize(
        (round(paper.width * scale), round(paper.height * scale)), Image.Resampling.BILINEAR
    )
    if chance.random() < 0.5:
        paper = _shadow(paper, chance)
    paper = paper.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 1.1)))
    noise = grain(paper.size, chance.uniform(6, 26), chance)
    paper = Image.blend(paper, noise, chance.uniform(0.02, 0.14))
    written = io.BytesIO()
    paper.convert("RGB").save(written, "JPEG", quality=chance.randrange(45, 90))
    return written.getvalue()


def _faded(paper: Image.Image, chance: Random) -> Image.Image:
    """Thermal print pales: black is grey, and in bands greyer."""
    black = chance.choice([0, 10, 40, 80, 110])
    pale = paper.point(lambda v: black + v * (255 - black) // 255)
    if chance.random() < 0.3:
        band = grain((1, max(paper.height // 12, 2)), 60, chance).resize(
            paper.size, Image.Resampling.BICUBIC
        )
        pale = ImageChops.lighter(pale, band.point(lambda v: max(0, min(140, v - 60))))
    return pale


def _laid(paper: Image.Image, chance: Random) -> Image.Image:
    """On a table, seen a little from the side."""
    edge = round(paper.width * chance.uniform(0.05, 0.25))
    size = (paper.width + 2 * edge, paper.height + 2 * edge)
    table = Image.new("L", size, _table(chance))
    table.paste(paper, (edge, edge))
    lean = [chance.uniform(0, 0.03) * paper.width for _ in range(8)]
    wide, high = size
    corners = (
        lean[0],
        lean[1],
        lean[2],
        high - lean[3],
        wide - lean[4],
        high - lean[5],
        wide - lean[6],
        lean[7],
    )
    return table.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)


def _table(chance: Random) -> int:
    return chance.choice([20, 70, 120, 170, 250])


def _shadow(paper: Image.Image, chance: Random) -> Image.Image:
    ramp = Image.linear_gradient("L").rotate(chance.choice([0, 90, 180, 270])).resize(paper.size)
    dark = chance.uniform(0.45, 0.8)
    return Image.composite(paper, paper.point(lambda v: int(v * dark)), ramp)
