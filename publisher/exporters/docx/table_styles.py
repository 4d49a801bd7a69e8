"""Table styles (17.7.6): rules and spaces of tables and of the box of key facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.docx.looks import rule, shading
from publisher.exporters.docx.wordml import NOTHING, Xml, joined, twips, w

if TYPE_CHECKING:
    from publisher.theme import Theme

__all__ = ["EQUATION", "KEY_FACTS", "RULED", "cell_margins", "foot_borders", "head_borders", "table_styles"]

RULED = "RuledTable"
KEY_FACTS = "KeyFacts"
EQUATION = "EquationTable"


def table_styles(theme: Theme) -> Xml:
    """Write the style of tables, with horizontal rules only, of the box of key facts, and of formulas with a number."""
    return joined((_ruled(theme), _key_facts(theme), _equation()))


def _ruled(theme: Theme) -> Xml:
    rules = theme.table_rules
    borders = w(
        "tblBorders",
        rule("top", rules["top"], theme),
        rule("bottom", rules["bottom"], theme),
        rule("insideH", rules["row"], theme),
    )
    padding = theme.styles["table-cell"].padding
    head = w("tblStylePr", w("tcPr", head_borders(theme), w("vAlign", val="bottom")), type="firstRow")
    return _style("Ruled Table", RULED, w("tblPr", borders, cell_margins(padding, padding)), head)


def head_borders(theme: Theme, *, below: bool = True, above: bool = True) -> Xml:
    """Write the rule under a head; rows within a head have none between them, as rows of the body do."""
    none = w("top", val="nil"), w("bottom", val="nil")
    return w(
        "tcBorders",
        NOTHING if above else none[0],
        rule("bottom", theme.table_rules["head"], theme) if below else none[1],
    )


def foot_borders(theme: Theme) -> Xml:
    """Write the rule above a table's foot."""
    return w("tcBorders", rule("top", theme.table_rules["head"], theme))


def _key_facts(theme: Theme) -> Xml:
    box = theme.styles["key-facts"]
    borders = w(
        "tblBorders",
        rule("top", box.border_top, theme),
        rule("left", box.border_start, theme),
        rule("bottom", box.border_bottom, theme),
    )
    looks = w("tblPr", borders, cell_margins(0, box.padding))
    ground = w("tcPr", shading(box.background, theme)) if box.background else NOTHING
    return _style("Key Facts", KEY_FACTS, looks, ground)


def _equation() -> Xml:
    return _style("Equation Table", EQUATION, w("tblPr", cell_margins(0, 0)), w("tcPr", w("vAlign", val="center")))


def cell_margins(vertical: float, horizontal: float) -> Xml:
    """Write the room around what cells hold (17.4.42)."""
    sides = {"top": vertical, "left": horizontal, "bottom": vertical, "right": horizontal}
    return w("tblCellMar", *(w(side, w=twips(points), type="dxa") for side, points in sides.items()))


def _style(name: str, identifier: str, *content: Xml) -> Xml:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=9),
        w("qFormat"),
        *content,
        type="table",
        customStyle=1,
        styleId=identifier,
    )
