"""Papers made for a test: bills as PDF and photo, and files that do harm."""

import io
from random import Random

from fpdf import FPDF
from PIL import Image

from eval.documents import painting
from eval.documents.bills import Bill, bill, undiscounted
from eval.documents.layouts import LAYOUTS
from eval.documents.planting import plant
from eval.documents.sheet import Sheet


def chance(seed: int = 4) -> Random:
    return Random(seed)  # noqa: S311  bills, no secrets


def right_bill(layout: str = "boxed") -> Bill:
    found = bill(chance(), kind=LAYOUTS[layout].kind, hindi=LAYOUTS[layout].hindi)
    return found if LAYOUTS[layout].discounts else undiscounted(found)


def sheet(layout: str = "boxed", wrong: str | None = None) -> Sheet:
    made = right_bill(layout)
    return LAYOUTS[layout].draw(plant(made, wrong, chance()) if wrong else made)


def pdf(layout: str = "boxed", wrong: str | None = None) -> bytes:
    return painting.pdf(sheet(layout, wrong))


def photo(layout: str = "boxed", wrong: str | None = None) -> bytes:
    return painting.photo(sheet(layout, wrong), chance())


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **more)
    return written.getvalue()


def pages(count: int, *, locked: bool = False) -> bytes:
    made = FPDF()
    for _ in range(count):
        made.add_page()
    if locked:
        made.set_encryption(owner_password="owner", user_password="user")
    return bytes(made.output())
