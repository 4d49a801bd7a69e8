"""Make the README's pictures: the first page of each format of a published document, as small PNG files.

`./run pictures` calls it after a build. Word is drawn by LibreOffice (soffice) and the web page by Chromium; a
missing one is named with the command that installs it, and the other pictures are made all the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

from publisher.theme import load_theme

ROOT = Path(__file__).parent.parent
WIDTH, HEIGHT = 420, 544
COLOURS = 24
_INSTALL = {"soffice": "apt-get install libreoffice-writer-nogui", "chromium": "apt-get install chromium"}


def pdf_page(path: Path) -> Image.Image:
    """Draw the first page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    page: Image.Image = document[0].render(scale=2).to_pil()
    return page


def word_as_pdf(path: Path, folder: Path) -> Path:
    """Let LibreOffice lay out a Word file, with the theme's own fonts; return the PDF that it writes to a folder."""
    command = [program("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    environment = os.environ | {"FONTCONFIG_FILE": str(_font_settings(folder))}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return folder / f"{path.stem}.pdf"


def word_page(path: Path) -> Image.Image:
    """Draw the first page of a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        return pdf_page(word_as_pdf(path, Path(folder)))


def web_page(path: Path) -> Image.Image:
    """Draw the top of a web page."""
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "page.png"
        command = [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += ["--no-first-run", "--disable-background-networking", f"--user-data-dir={folder}/profile"]
        command += ["--window-size=800,1036", f"--screenshot={shot}", path.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        return Image.open(shot).convert("RGB")


def text_page(path: Path) -> Image.Image:
    """Draw the top of a text as a terminal shows it."""
    (face, *_) = load_theme("briefing").fonts["mono"].faces
    font = ImageFont.truetype(face.path, 18)
    font.set_variation_by_axes([face.weight or 400])
    page = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), "white")
    lines = path.read_text(encoding="utf-8").splitlines()[:46]
    ImageDraw.Draw(page).multiline_text((28, 28), "\n".join(lines), fill="#1a1c20", font=font, spacing=5)
    return page


PAGES: dict[str, Callable[[Path], Image.Image]] = {
    "pdf": pdf_page,
    "docx": word_page,
    "html": web_page,
    "txt": text_page,
}


class MissingProgramError(Exception):
    """A program that draws a format is not installed."""


def program(name: str) -> str:
    """Return the path of a program that draws a format."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is missing: {_INSTALL[name]}"
        raise MissingProgramError(message)
    return found


def _font_settings(folder: Path) -> Path:
    folders = {face.path.parent for family in load_theme("briefing").fonts.values() for face in family.faces}
    listing = "".join(f"<dir>{each}</dir>" for each in sorted(folders))
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig>{listing}<cachedir>{folder}/cache</cachedir></fontconfig>", encoding="utf-8")
    return settings


def main(slug: str = "us-peru-relations") -> int:
    """Draw the four artifacts of a published document; return an exit status."""
    status = 0
    for suffix, draw in PAGES.items():
        path = ROOT / "dist" / slug / f"{slug}.{suffix}"
        try:
            page = draw(path)
        except (MissingProgramError, FileNotFoundError) as error:
            print(error, file=sys.stderr)  # noqa: T201  a script speaks
            status = 3
            continue
        fitted = ImageOps.fit(page, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=(0.5, 0.0))
        framed = ImageOps.expand(fitted, 1, "#cfd3d9").quantize(COLOURS)
        framed.save(ROOT / "docs" / f"{suffix}.png", optimize=True)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
