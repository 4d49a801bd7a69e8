"""Themes: one description of looks for all formats."""

from publisher.theme.load import SET_FILES, built_in_templates, load_theme, template_names
from publisher.theme.paper import paper_size
from publisher.theme.scripts import in_script, theme_for
from publisher.theme.styles import (
    CALLOUTS,
    INLINE_ROLES,
    ROLES,
    Border,
    ChartShape,
    ChartStyle,
    FontFace,
    FontFamily,
    InlineRole,
    InlineStyle,
    Page,
    Role,
    Style,
    TableRule,
    TextRules,
    Theme,
)
from publisher.theme.tight import TIGHTEST, tightened

__all__ = [
    "CALLOUTS",
    "INLINE_ROLES",
    "ROLES",
    "SET_FILES",
    "TIGHTEST",
    "Border",
    "ChartShape",
    "ChartStyle",
    "FontFace",
    "FontFamily",
    "InlineRole",
    "InlineStyle",
    "Page",
    "Role",
    "Style",
    "TableRule",
    "TextRules",
    "Theme",
    "built_in_templates",
    "in_script",
    "load_theme",
    "paper_size",
    "template_names",
    "theme_for",
    "tightened",
]
