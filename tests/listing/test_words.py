from __future__ import annotations

from dataclasses import asdict

import pytest

from publisher.listing.words import INDEX_WORDS, index_words_for
from publisher.words import WORDS


def test_the_index_page_speaks_all_languages_that_documents_do() -> None:
    assert set(INDEX_WORDS) == set(WORDS)
    assert index_words_for("es-PE") is INDEX_WORDS["es"]
    assert index_words_for("qu") is INDEX_WORDS["en"]


@pytest.mark.parametrize("lang", INDEX_WORDS)
def test_every_word_is_there(lang: str) -> None:
    words = asdict(INDEX_WORDS[lang])
    assert all(words.values())
    assert words["found"].format(count=1, total=2)
