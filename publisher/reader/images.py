"""Pictures: read, checked to be whole and what their name says, and measured."""

from __future__ import annotations

import io
import posixpath
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image, ImageFile, UnidentifiedImageError

from publisher.model import Resource
from publisher.nearest import did_you_mean
from publisher.reader.files import IMAGE_LIMIT, joined
from publisher.reader.svg import SvgError, svg_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.diagnostics import Location
    from publisher.reader.places import SourceText
    from publisher.reader.reading import Reading

__all__ = ["MOST_PIXELS", "load_image"]

MOST_PIXELS = 50_000_000
POINTS_PER_PIXEL = 0.75
"""CSS: 96 pixels to the inch."""

_MEDIA_TYPES: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_FORMATS: Mapping[str, str] = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
_CONVERTED = frozenset({"image/webp", "image/gif"})
"""What not every format can show: published as PNG."""
_PLAUSIBLE_DPI = range(30, 2401)
_ORIENTATION = 0x0112
"""EXIF tag; 1 is upright."""


class _Unusable(Exception):  # noqa: N818 - the reason why a picture can't be taken
    def __init__(self, message: str, hint: str, code: str = "bad-image") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


def load_image(written: str, source: str, text: SourceText, at: Location, reading: Reading) -> str:
    """Read a picture named in a source file into the resources; return its key there.

    The key is `source` (as written); for a file in a sub-folder, the path from the document's folder.
    """
    key = posixpath.normpath(posixpath.join(text.base, source)) if text.base and source else source
    if reading.folder is None or key in reading.resources:
        return key
    name = joined(text.base, written)
    if not name:
        reading.report.add("missing-file", "the picture has no path", at, "write the path of a PNG, JPEG or SVG file")
        return key
    content = reading.folder.content(name, IMAGE_LIMIT, reading.report, at)
    if content is None or name in reading.unusable:
        return key
    try:
        resource, frames = _resource(name, content)
        reading.resources[key] = resource
        if frames > 1:
            message = f"{name} moves; only the first of its {frames} frames is shown"
            reading.report.add("first-frame", message, at, "save the frame that says most as PNG")
    except _Unusable as error:
        reading.unusable.add(name)
        reading.report.add(error.code, f"{name} {error}", at, error.hint)
    except SvgError as error:
        reading.unusable.add(name)
        reading.report.add(error.code, f"{name} {error}", at, error.hint)
    return key


def _resource(name: str, content: bytes) -> tuple[Resource, int]:
    """Return a picture, and of how many frames it is the first."""
    suffix = posixpath.splitext(name)[1]
    media_type = _MEDIA_TYPES.get(suffix.lower())
    if media_type is None:
        hint = did_you_mean(suffix, _MEDIA_TYPES, "save it as PNG, JPEG, WebP or SVG")
        message = "is no picture that all formats can show"
        raise _Unusable(message, hint)
    if media_type == "image/svg+xml":
        return Resource(media_type, content, *svg_size(content)), 1
    return _raster(content, media_type)


@contextmanager
def _strictly() -> Iterator[None]:
    """Let Pillow refuse truncated pictures, which WeasyPrint tells it to take as soon as it is imported."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about size, which is checked here before anything is decoded
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _raster(content: bytes, media_type: str) -> tuple[Resource, int]:
    """Decode a picture to the end; one that not every format can show becomes a PNG."""
    wanted = _FORMATS[media_type]
    try:
        with _strictly(), Image.open(io.BytesIO(content)) as picture:
            _check_header(picture, wanted)
            picture.load()
            width, height = _size(picture)
            frames = getattr(picture, "n_frames", 1)
            if media_type in _CONVERTED:
                media_type, content = "image/png", _as_png(picture)
            return Resource(media_type, content, width, height, picture.width), frames
    except _Unusable:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception as error:  # decoders raise anything on a damaged file
        message = (
            f"is damaged ({_given_name(content, wanted)})"
            if isinstance(error, UnidentifiedImageError)
            else "is damaged"
        )
        raise _Unusable(message, f"save it again as {wanted}") from error


def _as_png(picture: Image.Image) -> bytes:
    """Save the pixels of a picture, and nothing else that it may carry."""
    pixels = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    stream = io.BytesIO()
    bare.save(stream, "PNG")
    return stream.getvalue()


def _check_header(picture: Image.Image, wanted: str) -> None:
    if picture.format != wanted:
        message = f"is named like {wanted}, but it is {picture.format}"
        raise _Unusable(message, f"give it the suffix of its format, or save it as {wanted}")
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        message = "is turned by its EXIF data, which not every format heeds"
        raise _Unusable(message, "open it and save it upright")


def _too_many_pixels() -> _Unusable:
    message = f"has more than {MOST_PIXELS // 1_000_000} million pixels"
    return _Unusable(message, "make it smaller; paper needs 300 pixels an inch", "image-too-large")


def _given_name(content: bytes, wanted: str) -> str:
    start = content[:256].lstrip().lower()
    return "it is a web page" if start.startswith((b"<!doctype html", b"<html")) else f"it is not {wanted}"


def _size(picture: Image.Image) -> tuple[float, float]:
    across, down = picture.info.get("dpi", (0, 0))
    if round(across) in _PLAUSIBLE_DPI and round(down) in _PLAUSIBLE_DPI:
        return picture.width * 72 / float(across), picture.height * 72 / float(down)
    return picture.width * POINTS_PER_PIXEL, picture.height * POINTS_PER_PIXEL
