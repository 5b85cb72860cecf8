"""Drawn lines go, letters stay."""

import numpy as np
from PIL import Image, ImageDraw

from haat.documents.ruling import unruled


def page() -> Image.Image:
    paper = Image.new("L", (600, 900), 255)
    pen = ImageDraw.Draw(paper)
    pen.rectangle((100, 100, 180, 104), fill=20)  # the head stroke of a long Hindi word
    pen.rectangle((120, 104, 124, 140), fill=20)  # a letter's stem
    return paper


def test_lines_across_and_down_are_painted_white() -> None:
    ruled = page()
    pen = ImageDraw.Draw(ruled)
    pen.line((40, 200, 560, 200), fill=60, width=3)
    pen.line((300, 220, 300, 700), fill=60, width=3)
    assert np.array_equal(np.array(unruled(ruled)), np.array(page()))


def test_the_strokes_of_letters_stay() -> None:
    assert np.array_equal(np.array(unruled(page())), np.array(page()))


def test_a_line_with_a_few_gaps_of_noise_is_one() -> None:
    ruled = page()
    ImageDraw.Draw(ruled).line((40, 200, 560, 200), fill=60, width=3)
    ruled.putpixel((300, 200), 255)
    assert np.array(unruled(ruled))[195:206].min() == 255
