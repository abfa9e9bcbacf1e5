"""Japanese sentences: their clauses, and what their pronouns stand for. Rules only."""

from blackbird.claims.japanese.clauses import clauses
from blackbird.claims.japanese.standalone import stand_alone
from blackbird.claims.japanese.topic import Topic

__all__ = ["Topic", "clauses", "stand_alone"]
