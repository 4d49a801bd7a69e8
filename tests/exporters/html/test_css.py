from __future__ import annotations

from dataclasses import replace

import pytest
import tinycss2

from publisher.exporters.html.css import css_string, font_tokens, style_rules
from publisher.theme import INLINE_ROLES, ROLES, load_theme


def declarations(css: str, selector: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_whitespace=True):
        assert rule.type == "qualified-rule"
        if tinycss2.serialize(rule.prelude) == selector:
            for each in tinycss2.parse_declaration_list(rule.content, skip_whitespace=True):
                found[each.name] = tinycss2.serialize(each.value)
    return found


def test_lengths_are_shares_of_the_body_size() -> None:
    rule = declarations(style_rules(load_theme("briefing")), ".title")
    assert rule["font-size"] == "2.0952rem"
    assert rule["color"] == "var(--accent)"
    assert rule["font-weight"] == "bold"
    assert rule["font-family"] == "var(--sans)"


def test_screens_may_fall_back_and_paper_uses_the_faces_in_the_page() -> None:
    fonts = load_theme("briefing").fonts
    assert '--serif:"Source Serif Pro","Amiri","Source Serif 4","Georgia",serif;' in font_tokens(fonts, paper=False)
    paper = font_tokens(fonts, paper=True)
    own = '"Source Serif Pro Embedded","Amiri Embedded","Source Sans Pro Embedded","Source Code Pro Embedded"'
    assert f"--serif:{own},serif;" in paper
    assert "Georgia" not in paper


@pytest.mark.parametrize("name", ["briefing", "report"])
def test_every_role_has_a_rule_without_literal_colours(name: str) -> None:
    css = style_rules(load_theme(name))
    rules = tinycss2.parse_stylesheet(css, skip_whitespace=True)
    assert len(rules) >= len(ROLES) + len(INLINE_ROLES)
    assert "#" not in css


def test_a_changed_style_changes_its_rule_alone() -> None:
    theme = load_theme("briefing")
    styles = dict(theme.styles) | {"kicker": replace(theme.styles["kicker"], size=21.0, italic=True)}
    changed = replace(theme, styles=styles, fingerprint="other")
    before, after = style_rules(theme).splitlines(), style_rules(changed).splitlines()
    different = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(different) == 1
    assert different[0].startswith(".kicker{")
    assert "font-size:2rem" in different[0]


@pytest.mark.parametrize("text", ['"', "\\", "</style>", "\n", "a & b", "plain"])
def test_strings_can_not_end_the_sheet(text: str) -> None:
    written = css_string(text)
    assert "<" not in written
    assert "&" not in written
    (token,) = tinycss2.parse_component_value_list(written)
    assert token.value == text
