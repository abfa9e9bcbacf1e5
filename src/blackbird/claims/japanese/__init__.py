"""Japanese sentences: their clauses, and what their pronouns stand for. Rules only."""

from blackbird.claims.japanese.clauses import clauses
from blackbird.claims.japanese.standalone import Topic, stand_alone

__all__ = ["Topic", "clauses", "stand_alone"]
