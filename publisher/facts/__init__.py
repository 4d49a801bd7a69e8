"""What `publisher facts` tells of a document: its facts, where each is used, how old it is, and which figures were typed."""

from publisher.facts.adoption import proposals
from publisher.facts.comparison import compared
from publisher.facts.listing import FactLine, Survey, survey

__all__ = ["FactLine", "Survey", "compared", "proposals", "survey"]
