"""Edits of a rewrite against those that its reference asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from mtrepair.align import word_edits
from mtrepair.revision import Revision
from mtrepair.score.signatures import signature
from mtrepair.score.spans import Annotation
from mtrepair.score.tally import Tally
from mtrepair.score.texts import alike
from mtrepair.types import Edit, Span

# What `alike` takes for one, and how tallies of several texts become one number.
_READ = {"alike": "spaces, apostrophes", "average": "micro"}


def edit_tally(
    original: str, hypothesis: str, reference: str, *, corrections: Iterable[Edit] = ()
) -> Tally:
    """The word edits of a hypothesis against those of the reference, one text.

    An edit is right when the reference replaces the same words by the same words. Kinds of
    space and of apostrophe are alike.

    Args:
        original: the text before.
        hypothesis: what a system made of it.
        reference: what it should become.
        corrections: edits of which each is right by itself, though beside another one the
            alignment with the reference may not show it.

    >>> edit_tally("Il a pas de de choix", "Il a pas de choix", "Il n’a pas de choix").recall
    0.5
    """
    original = alike(original)
    edits = set(word_edits(original, alike(hypothesis)))
    gold = set(word_edits(original, alike(reference)))
    alone = set(gold)
    for correction in corrections:
        text = Revision.of(original).apply([correction]).text
        alone.update(word_edits(original, alike(text)))
    return Tally(len(edits & alone), len(edits), len(edits & gold), len(gold))


def edit_signature(*, corrections: bool, optional: bool = False, beta: float = 0.5) -> str:
    """What it takes to repeat an F of edits by `edit_tally`, tallies of all texts added up.

    Args:
        corrections: whether edits that are right by themselves were given.
        optional: whether hypotheses were `settled` at places that may be edited or not.
        beta: as `Tally.f` was asked.

    >>> edit_signature(corrections=False)[:60]
    'edit F|version:1|corrections:no|optional:no|beta:0.5|unit:wo'
    """
    return signature(
        "edit F",
        corrections="yes" if corrections else "no",
        optional="yes" if optional else "no",
        beta=beta,
        unit="words",
        **_READ,
    )


def mended(original: str, hypothesis: str, gold: Mapping[Annotation, str]) -> dict[str, Tally]:
    """How many annotated places of each name read as their correction asks.

    Kinds of space and of apostrophe are alike. Only recall means something here: `predicted`
    stays 0.

    Args:
        original: the text before.
        hypothesis: the text that a system made of it.
        gold: the correction of each annotation.
    """
    original = alike(original)
    edits = word_edits(original, alike(hypothesis))
    asked = {mark: Edit(mark.span, alike(new)) for mark, new in gold.items()}
    tallies: Counter[str] = Counter(mark.name for mark in gold)
    done = Counter(
        mark.name for mark, edit in asked.items() if _reads(original, edits, edit, asked.values())
    )
    return {name: Tally(found=done[name], gold=count) for name, count in tallies.items()}


def mended_signature(*, optional: bool = False) -> str:
    """What it takes to repeat a share of marks mended, tallies of all texts added up.

    Args:
        optional: whether hypotheses were `settled` at places that may be edited or not.

    >>> mended_signature()
    'marks mended|version:1|optional:no|unit:annotations|alike:spaces, apostrophes|average:micro'
    """
    asked = "yes" if optional else "no"
    return signature("marks mended", optional=asked, unit="annotations", **_READ)


def _reads(original: str, edits: Sequence[Edit], asked: Edit, others: Iterable[Edit]) -> bool:
    """Whether the edits that touch a place do what is asked there.

    What else they do must be nothing, or all that is asked where they reach.
    """
    near = [edit for edit in edits if edit.span.touches(asked.span)]
    reach = _hull([asked, *near])
    within = [other for other in others if other.span.overlaps(reach)]
    reach = _hull([asked, *near, *within])
    near = [edit for edit in edits if edit.span.touches(reach)] if len(within) > 1 else near
    reach = _hull([asked, *near, *within])
    written, alone, together = (
        _rewritten(original, reach, chosen) for chosen in (near, [asked], within)
    )
    return written in (alone, together)


def _hull(edits: Sequence[Edit]) -> Span:
    return Span(min(edit.span.start for edit in edits), max(edit.span.end for edit in edits))


def _rewritten(text: str, part: Span, edits: Iterable[Edit]) -> str:
    """A part of a text after edits that lie inside it."""
    shifted = [
        Edit(Span(e.span.start - part.start, e.span.end - part.start), e.replacement) for e in edits
    ]
    return Revision.of(part.of(text)).apply(shifted).text


def needless_edits(original: str, hypothesis: str, gold: Iterable[Span]) -> list[Edit]:
    """The word edits of a hypothesis that touch no annotated place.

    >>> needless_edits("Il dort .", "Elle dort.", [Span(7, 9)])
    [Edit(span=Span(start=0, end=2), replacement='Elle')]
    """
    spans = list(gold)
    edits = word_edits(alike(original), alike(hypothesis))
    return [edit for edit in edits if not any(edit.span.touches(span) for span in spans)]
