"""The U.S.–Peru briefing says everything that the fact sheet behind it says."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publisher import prepare, read
from publisher.diagnostics import Report
from publisher.model import Block, Link
from publisher.traverse import inlines_within, plain_text, walk_document

if TYPE_CHECKING:
    from publisher.model import Document

_SOURCE = Path(__file__).parents[2] / "source" / "us-peru-relations"

_FIGURES = """
1827; six years after; 2009; 2022; $9.1 billion; $22.2 billion; 9.1; 22.2; 1.5; 5.4; 260 percent; 144 percent
$240 million; 100; 140; FY 2022; FY 2020; more than 61 years; more than $4.2 billion; more than 1,500 programs
more than $137 million; more than $54.8 million; 287 projects; since 2006; 18 Regional Emergency Operations Centers
About 4,000 Peace Corps Volunteers; since 1962; $281 million; as of June 2023; more than 1.5 million
up to 900,000; 21 countries; June 2022; for 45 years; $47.8 million; 2017; a plan of five years; $8.9 million
$1.43 million; a further two years; hundreds of thousands of jobs; June 2021; 2019; Articles 18.8 and 18.9; Chapter 18
8 submissions; Two submissions; more than $1.87 million; 2022 Summit of the Americas; March 2023; 3,500; 4,335
2021–2022; almost; 4,000; nearly; 1,900; 1,200; 8 binational centers; 30 branch offices
average of 90,000 students; more than 1.4 million followers; 8 advising centers; Since 2001; more than $3.5 million
34 conservation projects; 16 regions; 1997; every five years; more than 2,000 cultural objects; 2008; 2016; 2024
April 13–14, 2018; October 5–7, 2022; 52nd General Assembly
1700 Massachusetts Avenue, NW, Washington, DC 20036; (202) 833-9860
"""

_NAMES = """
U.S.–Peru Trade Promotion Agreement; U.S. Agency for International Development; Department of State
Department of Labor; Department of Defense; Southern Command; Humanitarian Assistance Program
Bureau of Population, Refugees, and Migration; Bureau of International Narcotics and Law Enforcement
Child Protection Compact; National Oceanic and Atmospheric Administration; Global Fishing Watch; Peace Corps
Fulbright Commission; Fulbright Program; Fulbright Peru; EducationUSA; University of Piura
EducationUSA Opportunity Funds Program; Ambassadors Fund for Cultural Preservation; cultural property agreement
First High Level Conference on Illegal Wildlife Trade in the Americas; South American Wildlife Enforcement Network
Secretariat for Submissions on Environmental Enforcement Matters; Factual Records; Environment Chapter
Environmental Cooperation Agreement; South America Network for One Health; Christine Kreuder Johnson
University of California at Davis; Los Angeles Declaration on Migration and Protection; President Pro Tempore
South American Conference on Migration; Colombia; Amazon biome; Regional Emergency Operations Centers
United Nations; Organization of American States; Asia-Pacific Economic Cooperation; International Monetary Fund
World Bank; World Trade Organization; VIII Summit of the Americas; Key Officers List; Consular Agency in Cusco
Embassy of Peru; Atlanta; Boston; Chicago; Dallas; Denver; Hartford; Houston; Los Angeles; Miami; New York
San Francisco; Lima; transparent procurement; mineral sector; intellectual property; health systems; labor
eradication, interdiction and alternative development; peacekeeping; coca; asset forfeiture; money laundering
community policing; gender-based violence; re-accreditation; access to credit; sulfur; roads; diesel; hybrid
archaeological and colonial-period material; CIA World Factbook; U.S. Embassy; Census Bureau; International Offices
Millennium Challenge Corporation; Library of Congress; Country Studies; Travel information
Office of the U.S. Trade Representative; History of U.S. relations with Peru
"""

_ADDRESSES = """
https://www.cia.gov/the-world-factbook/countries/peru/
https://pe.usembassy.gov/
https://www.usaid.gov/peru
https://history.state.gov/countries/peru
https://ustr.gov/countries-regions/americas/peru
https://www.census.gov/foreign-trade/balance/c3330.html
https://www.trade.gov/
https://www.mcc.gov/where-we-work/country/peru/
https://www.loc.gov/collections/country-studies/
https://travel.state.gov/
https://www.state.gov/countries-areas/peru/
https://www.state.gov/key-officers-of-foreign-service-posts/
"""


def _listed(text: str) -> list[str]:
    return [entry.strip() for entry in re.split(r";|\n", text) if entry.strip()]


@lru_cache
def _briefing() -> tuple[Document, Report]:
    report = Report()
    return prepare(read(_SOURCE, report), report), report


@lru_cache
def _text() -> str:
    """Return all that the briefing says, abbreviations with what they stand for, spaces made equal."""
    document, _ = _briefing()
    said = [document.metadata.title, document.metadata.summary]
    for node in walk_document(document):
        expansion = getattr(node, "expansion", "")
        runs = inlines_within(node) if isinstance(node, Block) else ()
        said += [expansion, *map(plain_text, runs)]
    return " ".join(" ".join(said).split())


@pytest.mark.parametrize("figure", _listed(_FIGURES))
def test_every_figure_carries_over(figure: str) -> None:
    assert re.search(rf"(?<![\w.,]){re.escape(figure)}(?!\w|[.,]\d)", _text())


@pytest.mark.parametrize("name", _listed(_NAMES))
def test_every_name_carries_over(name: str) -> None:
    assert name in _text()


@pytest.mark.parametrize("address", _listed(_ADDRESSES))
def test_every_further_source_is_linked_and_shows_its_address(address: str) -> None:
    document, _ = _briefing()
    shown = [plain_text(node.content) for node in walk_document(document) if isinstance(node, Link)]
    assert address in shown


def test_each_consulate_is_listed_once() -> None:
    cities = "Atlanta, Boston, Chicago, Dallas, Denver, Hartford, Houston, Los Angeles, Miami, New York, San Francisco"
    assert f"{cities} and Washington" in _text()


def test_nothing_is_wrong_with_it() -> None:
    _, report = _briefing()
    assert report.diagnostics == []


def test_every_stated_figure_has_its_source() -> None:
    document, _ = _briefing()
    ledger = document.ledger
    assert len(ledger.facts) > 60
    for fact in ledger.facts.values():
        assert fact.formula or fact.source in ledger.sources, fact.key


def test_the_sums_are_checked() -> None:
    document, _ = _briefing()
    checks = [check.text for check in document.ledger.checks]
    assert "assistance == humanitarian + development" in checks
    assert "farm-growth == farm-growth-stated" in checks
