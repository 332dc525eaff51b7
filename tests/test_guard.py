"""Each objection of the guard has a proposal that nothing else refuses."""

from __future__ import annotations

import pytest

from mtrepair.document import Document
from mtrepair.guard import Proposal, judged, objections
from mtrepair.selection import chosen_rules
from mtrepair.types import Edit, Finding, Fix, Safety, Span


def proposed(text: str, old: str, new: str, *, code: str = "MT501") -> Proposal:
    start = text.index(old)
    span = Span(start, start + len(old))
    finding = Finding(
        code=code,
        name="fragment-order",
        span=span,
        text=old,
        message="",
        fixes=(Fix((Edit(span, new),), Safety.SAFE),),
        found_by="model",
    )
    return Proposal(Document(text), finding, Span(0, len(text)))


REFUSED = [
    ("Il voit `le grand chat` ici.", "grand chat", "chat", "MT501", "it touches an address"),
    ("Il a 300 chats et 20 chiens.", "300 chats", "chats", "MT501", "it loses the number “300”"),
    ("Il dit « le chat » et part.", "« le chat »", "le chat", "MT501", "it loses the mark “«”"),
    ("Ils ont vu Marie à la gare.", "Marie", "marie", "MT501", "it loses the name “Marie”"),
    ("Ils ont vu le Chat ici.", "Chat", "chien", "MT504", "it changes letters"),
    ("Il ne vient pas ici.", "ne vient pas", "vient", "MT501", "it changes a negation"),
    ("Il vient pas ici.", "vient pas", "ne vient", "MT503", "it does more than add a ne"),
    ("Il voit le chat ici.", "chat", "chattouille", "MT501", "it writes the unknown word"),
    ("Il voit le chat, ici.", "chat, ici", "chat,ici", "MT501", "it makes what MT103 finds"),
]


@pytest.mark.parametrize(("text", "old", "new", "code", "reason"), REFUSED)
def test_one_objection_alone_refuses(text: str, old: str, new: str, code: str, reason: str) -> None:
    (found,) = objections(proposed(text, old, new, code=code), chosen_rules())
    assert found.startswith(reason)


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        ("Le nucléaire programme avance.", "nucléaire programme", "programme nucléaire", "MT501"),
        ("Il vient pas ici.", "vient", "ne vient", "MT503"),
        ("Ils ont vu des Chats ici.", "Chats", "chats", "MT504"),
        ("Hier Russie a dit oui.", "Russie", "la Russie", "MT502"),
    ],
)
def test_a_fair_proposal_meets_no_objection(text: str, old: str, new: str, code: str) -> None:
    assert not list(objections(proposed(text, old, new, code=code), chosen_rules()))


def test_what_is_refused_is_kept_with_its_reason() -> None:
    proposal = proposed("Il a 300 chats.", "300 chats", "chats")
    passed, refused = judged(proposal.document, [proposal.finding], (), level=Safety.SAFE)
    assert not passed
    assert [refusal.reasons for refusal in refused] == [("it loses the number “300”",)]


def test_what_is_only_shown_needs_no_permission() -> None:
    proposal = proposed("Il a 300 chats.", "300 chats", "chats")
    shown = Finding(
        code="MT501",
        name="fragment-order",
        span=proposal.finding.span,
        text=proposal.finding.text,
        message="",
        fixes=(Fix(proposal.edits, Safety.DISPLAY),),
    )
    passed, refused = judged(proposal.document, [shown], (), level=Safety.SAFE)
    assert passed == [shown] and not refused
