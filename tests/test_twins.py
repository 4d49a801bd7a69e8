"""The Word copy is the PDF's twin: what is drawn on paper and what Word's styles say, for the roles of every theme."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from publisher import export, prepare, read
from publisher.reader import Target
from tests.exporters.docx.opened import Opened, W, style_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """---
title: zqtitle
subtitle: zqsubtitle
summary: zqsummary
kicker: zqkicker
organisation: zqorganisation
handling: zqhandling
template: {template}
contents: 3
---

:::{{key-facts}} zqfactstitle
zqvalue
: zqmeaning
:::

# zqone

zqbody *zqemphasis* **zqstrong** `zqcode` [zqlink](https://example.org)

## zqtwo

### zqthree

#### zqfour

##### zqfive

###### zqsix

> zqquote
>
> — zqattribution

- zqbullet

zqterm
: zqdefinition

```python
zqplain = "zqstring"  # zqcomment
```

:::{{table}} zqcaption
:note: zqnote

| zqhead | b |
| ------ | - |
| zqcell | 2 |
:::

:::{{note}} zqcallout
zqwithin
:::

zqcited[^a]

[^a]: zqfootnote
"""
WORDS = sorted(set(re.findall(r"zq[a-z]+", SOURCE)))
SCALED = {"zqcode"}
"""Words whose size is a share of the size around them: Word counts in half points."""
PIXEL = 0.75
"""The layout engine counts in pixels, and scales the page to points."""
EXACT, FINEST = 0.1, 0.26
"""Points."""


@dataclass(frozen=True)
class Look:
    family: str
    size: float
    colour: str
    bold: bool
    italic: bool


def paper_looks(content: bytes) -> dict[str, set[Look]]:
    """Return how each word is drawn, with the contents counted too."""
    raw = pypdfium2.raw
    looks: dict[str, set[Look]] = {}
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        text = page.get_textpage()
        characters = text.get_text_range()
        lower = characters.lower()
        for word in WORDS:
            place = lower.find(word)
            while place >= 0:
                name = ctypes.create_string_buffer(128)
                raw.FPDFText_GetFontInfo(text, place, name, 128, None)
                red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
                raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
                font = name.value.decode().split("+")[-1]
                family, _, face = font.partition("-Embedded")
                looks.setdefault(word, set()).add(
                    Look(
                        family.replace("-", " "),
                        round(raw.FPDFText_GetFontSize(text, place) * PIXEL, 2),
                        f"{red.value:02x}{green.value:02x}{blue.value:02x}",
                        "Bold" in face,
                        "Italic" in face,
                    )
                )
                place = lower.find(word, place + 1)
    return looks


class Styles:
    """Word's styles, resolved down to the defaults of the document."""

    def __init__(self, opened: Opened) -> None:
        self.styles = {style.get(f"{W}styleId"): style for style in opened.find("//w:style", "word/styles.xml")}
        (self.defaults,) = opened.find("//w:docDefaults//w:rPr", "word/styles.xml")

    def values(self, *names: str) -> dict[str, Any]:
        """Return the run properties of styles laid over each other, the last one uppermost."""
        found: dict[str, Any] = {each.tag: each for each in self.defaults}
        for name in names:
            chain: list[Any] = []
            here: str | None = name
            while here:
                style = self.styles[here]
                chain.insert(0, style)
                based = style.find(f"{W}basedOn")
                here = based.get(f"{W}val") if based is not None else None
            for style in chain:
                properties = style.find(f"{W}rPr")
                found |= {each.tag: each for each in properties} if properties is not None else {}
        return found

    def look(self, *names: str) -> Look:
        found = self.values(*names)

        def on(name: str) -> bool:
            each = found.get(f"{W}{name}")
            return each is not None and each.get(f"{W}val") not in {"0", "false"}

        return Look(
            found[f"{W}rFonts"].get(f"{W}ascii"),
            int(found[f"{W}sz"].get(f"{W}val")) / 2,
            found[f"{W}color"].get(f"{W}val").lower(),
            on("b"),
            on("i"),
        )


def word_looks(opened: Opened) -> dict[str, set[Look]]:
    """Return how Word's styles have each word look."""
    styles = Styles(opened)
    looks: dict[str, set[Look]] = {"zqone": {styles.look("Header")}}  # a field finds it
    for part in (name for name in opened.parts if re.match(r"word/(document|footnotes|header|footer)", name)):
        for paragraph in opened.parts[part].iter(f"{W}p"):
            for run in paragraph.iter(f"{W}r"):
                style = run.find(f"{W}rPr/{W}rStyle")
                names = [style_of(paragraph), *([str(style.get(f"{W}val"))] if style is not None else [])]
                for word in WORDS:
                    if word in text_of(run):
                        looks.setdefault(word, set()).add(styles.look(*names))
    return looks


@pytest.mark.parametrize("template", ["briefing", "report"])
def test_every_word_looks_the_same_on_paper_and_in_word(tmp_path: Path, template: str) -> None:
    (tmp_path / "index.md").write_text(SOURCE.format(template=template), encoding="utf-8")
    document = prepare(read(tmp_path, target=Target()))
    paper, word = paper_looks(export(document, "pdf").content), word_looks(Opened(export(document, "docx")))
    assert set(paper) == set(WORDS)
    differences = {}
    for each in WORDS:
        finest = FINEST if each in SCALED else EXACT
        if not all(any(alike(one, other, finest) for other in word[each]) for one in paper[each]):
            differences[each] = (paper[each], word[each])
    assert differences == {}


def alike(one: Look, other: Look, finest: float) -> bool:
    same = (one.family, one.colour, one.bold, one.italic) == (other.family, other.colour, other.bold, other.italic)
    return same and abs(one.size - other.size) <= finest
