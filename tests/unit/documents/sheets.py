"""A printed sheet as the page that a perfect reader would see, without drawing it."""

from dataclasses import replace
from datetime import date

from eval.documents.sheet import HEIGHT, WIDTH, Print, Sheet
from haat.documents.page import Page, Word, page_of

TODAY = date(2026, 11, 25)
LETTER = 0.55  # of the size: as wide as a letter is on average


def page(sheet: Sheet, *, sure: float = 1.0) -> Page:
    """Each word with its box."""
    words = [replace(w, sure=sure) for one in sheet.prints for w in _words(one)]
    return page_of(1, WIDTH, HEIGHT, words, scanned=sure < 1)


def page_with(*rows: tuple[float, float, str], sure: float = 1.0) -> Page:
    """A page of texts at (x, y)."""
    sheet = Sheet()
    for x, y, text in rows:
        sheet.put(text, x, y)
    return page(sheet, sure=sure)


def _words(one: Print) -> list[Word]:
    letter = LETTER * one.size
    wide = len(one.text) * letter
    x = one.x - {"left": 0.0, "right": wide, "centre": wide / 2}[one.align]
    found = []
    for text in one.text.split(" "):
        if text:
            found.append(Word(text, x, one.y - one.size, x + len(text) * letter, one.y))
        x += (len(text) + 1) * letter
    return found
