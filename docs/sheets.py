"""Draw a contact sheet for each built-in template: all pages of a document as PDF, Word, web page and plain text.

`./run sheets` calls it after a build; the sheets are PNG files in .sheets/. A book designer looks at them side by side.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from docs.pictures import ROOT, MissingProgramError, program, word_as_pdf
from publisher.theme import load_theme

SHEETS = ROOT / ".sheets"
DOCUMENTS = {"briefing": "us-peru-relations", "report": "publisher-guide"}
COLUMNS = 6
GAP = 10
GROUND = "#80848c"
PHONE, DESKTOP = 375, 1280
TALLEST = 4000
LINES = 60


def pages_of(pdf: Path) -> list[Image.Image]:
    """Draw every page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=0.9).to_pil() for page in document]


def word_pages(path: Path) -> list[Image.Image]:
    """Draw every page of a Word file as LibreOffice lays it out."""
    with tempfile.TemporaryDirectory() as folder:
        return pages_of(word_as_pdf(path, Path(folder)))


def web_pages(path: Path) -> list[Image.Image]:
    """Draw a web page as a phone and as a desktop show it, down to a height."""
    shots = []
    for width in (PHONE, DESKTOP):
        with tempfile.TemporaryDirectory() as folder:
            shot = Path(folder) / "page.png"
            command = [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            command += ["--no-first-run", "--disable-background-networking", f"--user-data-dir={folder}/profile"]
            command += [f"--window-size={width},{TALLEST}", f"--screenshot={shot}", path.as_uri()]
            subprocess.run(command, check=True, capture_output=True)
            picture = Image.open(shot).convert("RGB")
            shots.append(picture.resize((picture.width // 2, picture.height // 2)))
    return shots


def text_pages(path: Path) -> list[Image.Image]:
    """Draw plain text as a terminal shows it, a screen a page."""
    (face, *_) = load_theme("briefing").fonts["mono"].faces
    font = ImageFont.truetype(face.path, 10)
    font.set_variation_by_axes([face.weight or 400])
    lines = path.read_text(encoding="utf-8").splitlines()
    pages = []
    for start in range(0, len(lines), LINES):
        page = Image.new("RGB", (480, 760), "white")
        text = "\n".join(lines[start : start + LINES])
        ImageDraw.Draw(page).multiline_text((20, 20), text, fill="#1a1c20", font=font, spacing=2)
        pages.append(page)
    return pages


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Put rows of pages under each other, each at most so many pages wide."""
    lines = [row[start : start + COLUMNS] for row in rows for start in range(0, len(row), COLUMNS)]
    width = max(sum(page.width + GAP for page in line) for line in lines) + GAP
    height = sum(max(page.height for page in line) + GAP for line in lines) + GAP
    whole = Image.new("RGB", (width, height), GROUND)
    down = GAP
    for line in lines:
        across = GAP
        for page in line:
            whole.paste(page, (across, down))
            across += page.width + GAP
        down += max(page.height for page in line) + GAP
    return whole


def main() -> int:
    """Draw the sheets; the status is 1 when a program is missing or a document is not published."""
    SHEETS.mkdir(exist_ok=True)
    for template, slug in DOCUMENTS.items():
        folder = ROOT / "dist" / slug
        if not folder.is_dir():
            sys.stderr.write(f"{slug} is not published yet; type: ./run build\n")
            return 1
        try:
            rows = [
                pages_of(folder / f"{slug}.pdf"),
                word_pages(folder / f"{slug}.docx"),
                web_pages(folder / f"{slug}.html"),
                text_pages(folder / f"{slug}.txt"),
            ]
        except MissingProgramError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        target = SHEETS / f"{template}.png"
        sheet(rows).save(target)
        sys.stdout.write(f"made {target.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
