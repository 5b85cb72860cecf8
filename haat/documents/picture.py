"""Photographs and scans: opened safely, turned upright, made even and large enough to be read."""

import io
import warnings
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageSequence, UnidentifiedImageError

from haat.core.errors import InvalidInput

UNKNOWN = "This is no PDF and no picture that can be read. Send a PDF, or a photo as JPEG or PNG."
BROKEN = "The picture is broken. Take the photo again and send it."
HUGE = "The picture has too many dots. Send a smaller photo."
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
TINY = "The picture is too small to be read. Send a larger photo of the paper."
LEAST_SIDE = 32  # dots
MOST_DOTS = 60_000_000
READ_WIDTH = 1700  # dots across the short side, at which small print is read
MOST_LENGTH = 4200
_DARK = 150  # the shade of a column or row that is no print: print leaves more white
_STEEPEST = 6.0  # degrees of a paper that was laid down askew


def frames(content: bytes, most: int) -> Iterator[Image.Image]:
    """Each page of the picture in grey, upright by what the camera noted.

    Raises InvalidInput where it is no picture, broken, too large or of too many pages.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _must_be_small(image, most)
                for frame in ImageSequence.Iterator(image):
                    _must_be_small(frame, most)
                    yield _grey(frame)
    except UnidentifiedImageError as error:
        raise InvalidInput(UNKNOWN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidInput(HUGE) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidInput(BROKEN) from error


def _must_be_small(image: Image.Image, most: int) -> None:
    if image.width * image.height > MOST_DOTS:
        raise InvalidInput(HUGE)
    if min(image.size) < LEAST_SIDE:
        raise InvalidInput(TINY)
    if getattr(image, "n_frames", 1) > most:
        raise InvalidInput(
            f"The picture has more than {most} pages. Send only the pages that matter."
        )


def _grey(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    return upright.convert("L")


def prepared(image: Image.Image) -> Image.Image:
    """The picture as OCR reads it best: of a good size, without shadows, its lines level."""
    return trimmed(level(even(sized(image))))


def sized(image: Image.Image) -> Image.Image:
    """Small photos enlarged, huge ones reduced."""
    factor = READ_WIDTH / max(min(image.size), 1)
    factor = min(factor, MOST_LENGTH / max(image.size))
    if 0.9 <= factor <= 1.1:
        return image
    size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
    return image.resize(size, Image.Resampling.LANCZOS)


def even(image: Image.Image) -> Image.Image:
    """Without shadows: what is darker than the paper around it, on white."""
    small = image.reduce(8)
    light = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(6))
    paper = light.resize(image.size, Image.Resampling.BILINEAR)
    ink = ImageChops.invert(ImageChops.subtract(paper, image))
    return ImageOps.autocontrast(ink, cutoff=(1, 1))


def level(image: Image.Image) -> Image.Image:
    """Turned by the few degrees at which its lines are level."""
    angle = slope(image)
    if abs(angle) < 0.2:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def trimmed(image: Image.Image) -> Image.Image:
    """Without the dark edge of the table that the paper lies on, which OCR takes for print."""
    return image.crop(inner(image))


def inner(image: Image.Image) -> tuple[int, int, int, int]:
    """The edges of what lies within the dark of a table."""
    across = image.resize((image.width, 1), Image.Resampling.BOX).tobytes()
    down = image.resize((1, image.height), Image.Resampling.BOX).tobytes()
    left, right = _margins(across)
    top, bottom = _margins(down)
    return left, top, image.width - right, image.height - bottom


def _margins(shades: bytes) -> tuple[int, int]:
    """How many dots from either end lie before the last dark one of the margin there."""
    most = len(shades) // 10
    ends = (shades[:most], shades[::-1][:most])
    first, last = (max((i + 1 for i, s in enumerate(end) if s < _DARK), default=0) for end in ends)
    return first, last


def slope(image: Image.Image) -> float:
    """The turn in degrees after which rows of ink and rows of paper differ most."""
    small = image.copy()
    small.thumbnail((700, 700), Image.Resampling.BOX)
    ink = ImageOps.invert(small)
    coarse = max(_steps(-_STEEPEST, _STEEPEST, 1.0), key=lambda a: _contrast(ink, a))
    return max(_steps(coarse - 0.8, coarse + 0.8, 0.2), key=lambda a: _contrast(ink, a))


def _steps(low: float, high: float, step: float) -> list[float]:
    return [low + step * i for i in range(round((high - low) / step) + 1)]


def _contrast(ink: Image.Image, angle: float) -> float:
    """How much the ink of neighbouring rows differs: most where the lines are level."""
    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) ** 2 for a, b in pairwise(rows)))
