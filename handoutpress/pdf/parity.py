"""Preflight's check that a finished PDF says all that no edition may lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handoutpress.design.essentials import Essential, lost, told_lost
from handoutpress.diagnostics import Diagnostic
from handoutpress.pdf.proof import Expected, Proof


def check_parity(proof: Proof, expected: Expected) -> Iterator[Diagnostic]:
    """P025: urgent callouts, doses and numbers stand word for word in the tagged text."""
    yield from faults_of(proof.text(proof.root), expected.essentials)


def faults_of(text: str, essentials: Sequence[Essential]) -> Iterator[Diagnostic]:
    """Yield the same for a part of a PDF, given as its tagged text."""
    for gone in lost(essentials, text):
        yield told_lost("P025", gone)
