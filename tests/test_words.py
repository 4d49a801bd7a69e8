from __future__ import annotations

import string
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

import publisher.words
from publisher.words import WORDS, Words, words_for

FOLDER = Path(publisher.words.__file__).parent
MAY_BE_EMPTY = {"before_marks", "before_colon", "before_note", "count_of", "count_of_vowel", "currency_noun", "numbers"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_catalogue_has_every_word_and_no_other(path: Path) -> None:
    catalogue = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(catalogue) == {field.name for field in fields(Words)}
    assert not [key for key, word in catalogue.items() if not word and key not in MAY_BE_EMPTY]


@pytest.mark.parametrize("lang", WORDS)
def test_every_catalogue_has_the_same_places(lang: str) -> None:
    for field in fields(Words):
        english, word = getattr(WORDS["en"], field.name), getattr(WORDS[lang], field.name)
        if isinstance(english, tuple):
            continue
        assert _places(word) == _places(english), field.name


def _places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_there_are_words_in_the_languages_that_are_promised() -> None:
    assert set(WORDS) >= {"en", "es", "fr", "de", "ar"}


def test_the_words_of_a_tag_are_those_of_its_language() -> None:
    assert words_for("fr-CA").table == "Tableau"
    assert words_for("DE").section == "Abschnitt"
    assert words_for("qu") == words_for("en")
