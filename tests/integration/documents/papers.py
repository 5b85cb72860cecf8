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


def photo(layout: str = "boxed", wrong: str | None = None, seed: int = 4) -> bytes:
    """The same seed is the same photo of the same bill; another one is another photo of it."""
    return painting.photo(sheet(layout, wrong), chance(seed))


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


def of_objects(*pages: bytes) -> bytes:
    """A PDF of these page objects; what is no page is only referred to."""
    count = sum(b"/Type /Page " in page for page in pages)
    kids = " ".join(f"{3 + n} 0 R" for n in range(count))
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    objects = (b"<< /Type /Catalog /Pages 2 0 R >>", tree, *pages)
    written, places = io.BytesIO(), []
    written.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, 1):
        places.append(written.tell())
        written.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    start, whole = written.tell(), len(objects) + 1
    written.write(f"xref\n0 {whole}\n0000000000 65535 f \n".encode())
    written.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    written.write(f"trailer << /Size {whole} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return written.getvalue()


def packed(stream: bytes) -> tuple[bytes, bytes]:
    """A page, and the packed stream that it is drawn by."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
    return page, head + stream + b"\nendstream"
