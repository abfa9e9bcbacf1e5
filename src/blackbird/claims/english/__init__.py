"""English sentences: their clauses, and what their pronouns stand for. Rules only."""

from blackbird.claims.english.clauses import clauses
from blackbird.claims.english.standalone import stand_alone
from blackbird.claims.english.topic import Topic

__all__ = ["Topic", "clauses", "stand_alone"]
