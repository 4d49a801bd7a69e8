from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Location, PublisherError
from publisher.model import Metadata
from publisher.theme import INLINE_ROLES, ROLES, in_script, load_theme, paper_size, template_names

if TYPE_CHECKING:
    from pathlib import Path


def template(root: Path, name: str, text: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return root


def complaints(root: Path, name: str = "house") -> list[tuple[str, str, Location | None, str]]:
    with pytest.raises(PublisherError) as caught:
        load_theme(name, (root,))
    return [(each.code, each.message, each.at, each.hint) for each in caught.value.report.sorted()]


@pytest.mark.parametrize("name", ["briefing", "report"])
def test_every_role_of_every_built_in_theme_is_resolved(name: str) -> None:
    theme = load_theme(name)
    assert set(theme.styles) == set(ROLES)
    assert set(theme.inline) == set(INLINE_ROLES)
    for style in theme.styles.values():
        assert style.font.faces
        assert style.line_height >= style.size or style.size > style.line_height == 8  # the thematic break is a rule
        assert style.color.startswith("#")


def test_a_theme_extends_another_and_keeps_what_it_does_not_say(tmp_path: Path) -> None:
    root = template(tmp_path, "house", 'extends = "briefing"\n[colors]\naccent = "#7a1020"\n')
    theme, base = load_theme("house", (root,)), load_theme("briefing")
    assert theme.styles["title"].color == "#7a1020"
    assert theme.styles["title"].size == base.styles["title"].size
    assert theme.templates == base.templates
    assert theme != base
    assert theme == load_theme("house", (root,))


def test_a_role_is_like_another(tmp_path: Path) -> None:
    text = 'extends = "briefing"\n[styles.heading-1]\nsize = 19\n[styles.quotation]\nlike = "heading-1"\n'
    theme = load_theme("house", (template(tmp_path, "house", text),))
    assert theme.styles["quotation"].size == 19
    assert theme.styles["heading-3"].size == 10.5


def test_a_template_of_the_workspace_wins_over_a_built_in_one(tmp_path: Path) -> None:
    root = template(tmp_path, "report", 'extends = "briefing"\n[scale]\ntitle = 40\n')
    assert load_theme("report", (root,)).styles["title"].size == 40
    assert "report" in template_names((root,))


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(PublisherError, match="unknown-template") as caught:
        load_theme("breifing")
    assert caught.value.report.diagnostics[0].hint == "did you mean 'briefing'?"


def test_all_mistakes_of_a_theme_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    text = (
        'extends = "briefing"\n'
        "[colors]\n"
        'accent = "blue"\n'
        "[styles.title]\n"
        'colour = "accent"\n'
        "size = true\n"
        'font = "cursive"\n'
        'align = "left"\n'
        "[inline.code]\n"
        'position = "up"\n'
        "[page]\n"
        'title-page = "yes"\n'
    )
    found = complaints(template(tmp_path, "house", text))
    assert {code for code, *_ in found} == {"bad-theme"}
    lines = {at.line: message for _, message, at, _ in found if at}
    assert lines[3] == "'blue' is no colour"
    assert lines[5] == "'colour' is not known here"
    assert lines[6] == "True is no length"
    assert lines[7] == "'cursive' is no font of this theme"
    assert lines[8] == "'left' is no alignment"
    assert lines[10] == "'up' is no position"
    assert lines[12] == "title-page = 'yes' is no bool"
    assert "did you mean 'color'?" in {hint for *_, hint in found}


def test_broken_toml_points_at_the_line(tmp_path: Path) -> None:
    ((code, _, at, _),) = complaints(template(tmp_path, "house", '[colors]\naccent = "#fff\n'))
    assert (code, at and at.line) == ("bad-theme", 2)


def test_a_theme_that_extends_itself_is_refused(tmp_path: Path) -> None:
    template(tmp_path, "a", 'extends = "b"\n')
    root = template(tmp_path, "b", 'extends = "a"\n')
    ((code, message, *_),) = complaints(root, "a")
    assert (code, message) == ("bad-theme", "template 'a' extends itself through 'a'")


def test_a_missing_font_file_is_told(tmp_path: Path) -> None:
    root = template(tmp_path, "house", 'extends = "briefing"\n[fonts.serif]\nregular = "files/None.ttf"\n')
    ((code, message, at, _),) = complaints(root)
    assert (code, at and at.line) == ("no-fonts", 3)
    assert "files/None.ttf" in message


def test_a_family_beyond_the_three_is_for_a_script(tmp_path: Path) -> None:
    text = 'extends = "briefing"\n[fonts.hand]\nfamily = "Hand"\ngeneric = "cursive"\nscript = ["Hebr"]\n'
    told = {message for _, message, *_ in complaints(template(tmp_path, "house", text))}
    assert told == {
        "'script' is not known here",
        "'cursive' is no generic family",
        "the font 'hand' is for no script",
        "the font 'hand' has no files",
    }


def test_a_family_falls_back_on_the_one_for_a_script() -> None:
    theme = load_theme("briefing")
    assert [in_script(theme.fonts[token], theme, "Arab").name for token in ("serif", "sans", "mono")] == ["Amiri"] * 3
    assert in_script(theme.fonts["serif"], theme, "Hebr") is theme.fonts["serif"]


@pytest.mark.parametrize(
    ("lang", "size"),
    [("en-US", (612, 792)), ("es-PE", (595.276, 841.89)), ("es-MX", (612, 792)), ("en", (595.276, 841.89))],
)
def test_paper_follows_the_territory(lang: str, size: tuple[float, float]) -> None:
    assert paper_size(Metadata("T", lang=lang, date=date(2024, 1, 31))) == size


def test_paper_can_be_chosen() -> None:
    assert paper_size(Metadata("T", lang="en-US", paper="a4")) == (595.276, 841.89)
    assert paper_size(Metadata("T", lang="de-DE", paper="letter")) == (612, 792)


@pytest.mark.parametrize(
    ("written", "message", "line", "hint"),
    [
        ('colors = "blue"', "colors must be a table", 2, "write [colors]"),
        ('[fonts]\nserif = "Georgia"', "fonts.serif must be a table", 3, "write [fonts.serif]"),
        ('[fonts.serif]\nfamily = "Georgia"', "the font 'serif' has no files", 3, "`regular`"),
        ('[colors]\naccnt = "#7a1020"', "nothing uses the colour 'accnt'", 3, "did you mean 'accent'?"),
        ("[styles.text]\nsize = 3", "'text' is not known here", 2, ""),
    ],
)
def test_what_beginners_try_first_gets_an_answer(
    tmp_path: Path, written: str, message: str, line: int, hint: str
) -> None:
    found = complaints(template(tmp_path, "house", f'extends = "briefing"\n{written}\n'))
    ((told, at, advice),) = [(told, at, advice) for _, told, at, advice in found if told == message]
    assert (told, at and at.line) == (message, line)
    assert hint in advice


def test_a_colour_of_one_s_own_is_taken_where_a_style_names_it(tmp_path: Path) -> None:
    text = 'extends = "briefing"\n[colors]\nsea = "#10405a"\n[dark]\nsea = "#a0c0e0"\n[styles.title]\ncolor = "sea"\n'
    assert load_theme("house", (template(tmp_path, "house", text),)).styles["title"].color == "#10405a"
