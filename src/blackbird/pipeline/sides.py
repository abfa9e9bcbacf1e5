"""Both sides of a dispute are told: beside a sentence stands what the evidence says against it.

A sentence gives way only where the other side has more independent sources and this one is not
newer than all of those: one false passage among true ones does not win, and one against one is not
decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from blackbird.claims.disputes import outweighed, read_dispute
from blackbird.pipeline.quoting import other_side, quotation
from blackbird.protocols import Judge
from blackbird.types import Claim, Dispute, Evidence, Sentence


class Sides:
    """The disputes of one answer, found while its sentences come.

    ``alike[i][j]`` says how near the i-th and j-th of ``evidence`` are in meaning, 0 to 1.
    ``disputes`` are known already, and of these ids ``told`` the other side was told.
    """

    def __init__(
        self,
        evidence: Sequence[Evidence],
        alike: Sequence[Sequence[float]],
        judge: Judge,
        language: str,
        disputes: Sequence[Dispute] = (),
        told: Iterable[int] = (),
    ) -> None:
        self._evidence = evidence
        self._alike = alike
        self._judge = judge
        self._language = language
        self._by_sides: dict[frozenset[tuple[int, ...]], Dispute] = {}
        self._told: set[int] = set(told)
        for dispute in disputes:
            self._keep(dispute)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Each once, as the first sentence has it."""
        return tuple(self._by_sides.values())

    @property
    def told(self) -> tuple[int, ...]:
        """The evidence that was told as the other side."""
        return tuple(sorted(self._told))

    async def hear(self, sentence: Sentence) -> list[Sentence]:
        """``sentence``, or what it gives way to, and the other side; nothing if what it says was
        told as the other side.

        Raises ``ModelError``.
        """
        if sentence.dropped or sentence.verdict != "supported":
            return [sentence]
        claim, ids = Claim(sentence.text), sentence.citations
        found = await read_dispute(claim, ids, self._evidence, self._judge, self._alike)
        if found is None:
            return [sentence]
        if self._told.issuperset(ids):
            return []
        better = outweighed(found, self._evidence)
        other = self._nearest(ids, [e for e in self._evidence if e.id in found.refuted_by])
        self._keep(_turned(found, other) if better else found)
        untold = [] if self._told.issuperset(found.refuted_by) else [other]
        self._told.update(found.refuted_by)
        if not better:
            told = [other_side(e, found.refuted_by, self._language) for e in untold]
            return [sentence, *told]
        instead = [quotation(e, self._language) for e in untold]
        return instead if sentence.repaired else [replace(sentence, dropped=True), *instead]

    def _nearest(self, ids: Sequence[int], others: Sequence[Evidence]) -> Evidence:
        """Of those who say otherwise the one that is nearest to what is cited."""

        def near(other: Evidence) -> float:
            rows = [self._alike[i - 1] for i in ids] if self._alike else []
            return max((row[other.id - 1] for row in rows), default=0.0)

        return max(others, key=near)

    def _keep(self, dispute: Dispute) -> None:
        sides = frozenset((dispute.supported_by, dispute.refuted_by))
        self._by_sides.setdefault(sides, dispute)


def _turned(dispute: Dispute, other: Evidence) -> Dispute:
    """The dispute as the other side has it."""
    return Dispute(other.text, dispute.refuted_by, dispute.supported_by, dispute.independent[::-1])
