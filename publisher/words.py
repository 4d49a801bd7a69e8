"""Words that Publisher itself puts into a document, by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import CalloutKind

__all__ = ["WORDS", "Words", "words_for"]


@dataclass(frozen=True, slots=True)
class Words:
    """Generated words of one language; `{…}` are filled in where they are used."""

    section: str = "section"
    table: str = "Table"
    figure: str = "Figure"
    equation: str = "equation"
    page: str = "page"
    page_of: str = "Page {page} of {pages}"
    contents: str = "Contents"
    notes: str = "Notes"
    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    links: str = "Links"
    sources: str = "Sources"
    edition: str = "Edition"
    retrieved: str = "retrieved {date}"
    skip: str = "Skip to the text"
    back: str = "Back to the text"
    picture: str = "Picture"
    done: str = "done"
    open: str = "to do"
    quote_open: str = "“"
    quote_close: str = "”"
    count_of: str = ""
    """Between a number in millions and its noun ("1,5 millones *de* estudiantes")."""

    def callout(self, kind: CalloutKind) -> str:
        """Return the title of a callout without a title of its own."""
        match kind:
            case "note":
                return self.note
            case "tip":
                return self.tip
            case "important":
                return self.important
            case "warning":
                return self.warning


WORDS: Mapping[str, Words] = {
    "en": Words(),
    "es": Words(
        section="sección",
        table="Tabla",
        figure="Figura",
        equation="ecuación",
        page="página",
        page_of="Página {page} de {pages}",
        contents="Contenido",
        notes="Notas",
        note="Nota",
        tip="Consejo",
        important="Importante",
        warning="Advertencia",
        links="Enlaces",
        sources="Fuentes",
        edition="Edición",
        retrieved="consultado el {date}",
        skip="Saltar al texto",
        back="Volver al texto",
        picture="Imagen",
        done="hecho",
        open="por hacer",
        count_of="de",
    ),
}


def words_for(lang: str) -> Words:
    """Return the words for a BCP 47 tag; English where there are none of its own."""
    return WORDS.get(lang.split("-", maxsplit=1)[0].lower(), WORDS["en"])
