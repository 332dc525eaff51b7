"""What a model writes for sources: the best of its hypotheses, tried again where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from mtrepair.backends import Seq2Seq
from mtrepair.translation.articles import with_articles
from mtrepair.translation.coverage import coverage
from mtrepair.translation.facts import with_facts
from mtrepair.translation.faults import DEGENERATE, FACTS, NUMBER, Fault, Kind, faults
from mtrepair.translation.gloss import glossed, read_gloss
from mtrepair.translation.invented import inventions, without_inventions
from mtrepair.translation.kept import around
from mtrepair.translation.lengths import by_length
from mtrepair.translation.marks import begun_like, ended_like, is_shouted, quoted_like
from mtrepair.translation.pieces import halves
from mtrepair.translation.standins import Masked, lost_meanings, masked, unmasked
from mtrepair.types import Hypothesis

# What a source that is said whole is worth, nats a token. Of six hypotheses a segment, on 400 lines
# of newstest2013: 29.3 BLEU and 54.5 chrF without it, 29.5 and 54.9 with 0.2, 29.3 and 55.1 with 1;
# of four on 500 others: 15.5 and 44.6 without, 15.5 and 44.8 with 0.2.
_COVERED = 0.2
# A draft of a source of so many words and more that says less than this share of it is drawn again,
# from a larger beam that longer hypotheses win.
_FEWEST_WORDS, _LITTLE = 6, 0.5
_LONGER: dict[str, Any] = {"length_penalty": 1.5}
# Settings of the second attempt at a source whose hypotheses repeat themselves or are empty.
_SECOND: dict[str, Any] = {"no_repeat_ngram_size": 3, "repetition_penalty": 1.2}


@dataclass(frozen=True, slots=True)
class Draft:
    """A hypothesis made ready, with what is still wrong with it.

    Attributes:
        score: sum of the log-probabilities of its tokens, natural log.
        tokens: how many they are, end token included; 0 where nothing was translated.
    """

    text: str
    score: float = 0.0
    tokens: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def weight(self) -> int:
        """How bad its faults are together; 0 without any."""
        return sum(fault.weight for fault in self.faults)

    @property
    def lost(self) -> frozenset[Kind]:
        """The kinds of its faults."""
        return frozenset(fault.kind for fault in self.faults)

    @property
    def failed(self) -> bool:
        """Whether it is no translation of its source."""
        return self.weight >= DEGENERATE


def drafts(sources: Iterable[str], model: Seq2Seq, *, beam_size: int) -> dict[str, Draft]:
    """The best draft for each of the distinct sources, which have no white space around them.

    Of the hypotheses of a beam the one with the lightest faults is taken, of two as faulty the
    one that is likelier and says more of its source.
    A source that lost names or numbers is tried again with stand-ins for them, one that lost a
    negation, a unit or a trend in other words. A source for which there is still no translation
    is tried against repetition; that one, or one that still lacks a number, is cut around what
    it has to copy or in halves. What fails then is kept with its faults.
    """
    distinct = list(dict.fromkeys(sources))
    found = dict(zip(distinct, _best(distinct, model, beam_size), strict=True))
    again = [source for source in distinct if _lost_facts(source, found[source])]
    _keep_better(found, again, _best(again, model, beam_size, lost=[found[s].lost for s in again]))
    again = [source for source in distinct if _says_little(source, found[source])]
    _keep_better(found, again, _best(again, model, 2 * beam_size, **_LONGER))
    again = [source for source in distinct if found[source].failed]
    _keep_better(found, again, _best(again, model, beam_size, **_SECOND))
    again = [source for source in distinct if found[source].weight >= NUMBER]
    _keep_better(found, again, _in_parts(again, model, beam_size))
    return found


def _lost_facts(source: str, draft: Draft) -> bool:
    """Whether another question could mend a draft: it has the faults, and there is another."""
    again = _masked(source, draft.lost)
    return draft.weight >= FACTS and again.question != masked(source).question


def _masked(source: str, lost: Set[Kind] = frozenset()) -> Masked:
    return masked(source, facts="fact" in lost, wording="wording" in lost)


def _says_little(source: str, draft: Draft) -> bool:
    """Whether most of what a source says is lost, as far as the lexicon can tell."""
    if draft.failed or len(source.split()) < _FEWEST_WORDS:
        return False
    return coverage(source, draft.text) < _LITTLE


def _keep_better(found: dict[str, Draft], sources: list[str], drafts: list[Draft]) -> None:
    for source, draft in zip(sources, drafts, strict=True):
        if _rank(source, draft) < _rank(source, found[source]):
            found[source] = draft


def _best(
    sources: Sequence[str],
    model: Seq2Seq,
    beam_size: int,
    *,
    lost: Sequence[Set[Kind]] = (),
    **options: Any,
) -> list[Draft]:
    if not sources:
        return []
    asked = list(map(_masked, sources, lost)) if lost else list(map(masked, sources))
    gloss = read_gloss(model.folder)
    questions = [glossed(_question(own.question), gloss) for own in asked]
    answers = _answers(questions, model, beam_size, **options)
    lengths = iter(model.count_tokens([h.text for own in answers for h in own], target=True))
    chosen = [
        min(
            [(_draft(own, h, next(lengths) + 1), h) for h in found],
            key=lambda drafted: _choice(source, question, *drafted),
        )
        for source, question, own, found in zip(sources, questions, asked, answers, strict=True)
    ]
    written = without_inventions(questions, [hypothesis.text for _, hypothesis in chosen], model)
    return [
        draft
        if not invented and text == hypothesis.text
        else _draft(own, replace(hypothesis, text=text), draft.tokens, invented=invented)
        for own, (draft, hypothesis), (text, invented) in zip(asked, chosen, written, strict=True)
    ]


def _choice(
    source: str, question: str, draft: Draft, hypothesis: Hypothesis
) -> tuple[int, int, float]:
    """As `_rank`; of hypotheses with faults as light, one whose words are all words is better."""
    weight, rest = _rank(source, draft)
    return weight, len(inventions(question, hypothesis.text)), rest


def _rank(source: str, draft: Draft) -> tuple[int, float]:
    """Lower for a better draft: lighter faults, then a likelier text that says more."""
    mean = draft.score / max(draft.tokens, 1)
    return draft.weight, -(mean + _COVERED * coverage(source, draft.text))


def _answers(
    questions: Sequence[str], model: Seq2Seq, beam_size: int, **options: Any
) -> list[list[Hypothesis]]:
    """The hypotheses of each question, whatever is asked beside it."""
    found: dict[int, list[Hypothesis]] = {}
    for length, own in by_length(questions, model).items():
        answers = model.generate(
            [questions[i] for i in own],
            beam_size=beam_size,
            num_hypotheses=beam_size,
            # English is seldom longer than French; a loop should not run for long.
            max_length=2 * length + 16,
            **options,
        )
        found.update(zip(own, answers, strict=True))
    return [found[i] for i in range(len(questions))]


def _question(source: str) -> str:
    """The source as the model gets it: one line, in small letters if it was in capitals."""
    text = " ".join(source.split())
    return text[:1] + text[1:].lower() if is_shouted(text) else text


def _draft(
    asked: Masked, hypothesis: Hypothesis, tokens: int, *, invented: Sequence[str] = ()
) -> Draft:
    """The hypothesis with what it must carry over, and its faults.

    Args:
        invented: words that are none, and for which there is no other.
    """
    plain, meanings = asked.text, asked.meanings
    text = " ".join(hypothesis.text.split())
    text = with_articles(with_facts(plain, text))
    text = begun_like(plain, ended_like(plain, quoted_like(plain, text)))
    if is_shouted(plain):
        text = text.upper()
    lost = [Fault(DEGENERATE, f"{meaning} is missing") for meaning in lost_meanings(text, meanings)]
    lost += [Fault(1, f"{word} is no word") for word in invented if word in text]
    return Draft(unmasked(text, asked), hypothesis.score, tokens, (*faults(plain, text), *lost))


def _in_parts(sources: list[str], model: Seq2Seq, beam_size: int) -> list[Draft]:
    """Drafts joined from those of parts: around what is copied, or halves."""
    cut = [_parts(source) for source in sources]
    asked = [part for own in cut for part, copied in own if not copied and part.strip()]
    written = iter(_best([part.strip() for part in asked], model, beam_size, **_SECOND))
    return [
        _joined(source, list(_with_drafts(own, written)))
        for source, own in zip(sources, cut, strict=True)
    ]


def _parts(source: str) -> list[tuple[str, bool]]:
    cut = around(source)
    return cut if len(cut) > 1 else [(half, False) for half in halves(source)]


def _with_drafts(
    parts: list[tuple[str, bool]], written: Iterator[Draft]
) -> Iterator[tuple[str, Draft]]:
    for part, copied in parts:
        yield part, Draft(part.strip()) if copied or not part.strip() else next(written)


def _joined(source: str, parts: list[tuple[str, Draft]]) -> Draft:
    """One draft of several, with the white space that is around the parts of its source."""
    text = "".join(in_place(part, draft.text) for part, draft in parts).strip()
    score = sum(draft.score for _, draft in parts)
    tokens = sum(draft.tokens for _, draft in parts)
    return Draft(text, score, tokens, tuple(faults(source, text)))


def in_place(source: str, text: str) -> str:
    """The text with the white space that is around its source.

    >>> in_place(" oui\\n", "yes")
    ' yes\\n'
    """
    body = source.strip()
    if not body:
        return source
    start = source.index(body)
    return source[:start] + text + source[start + len(body) :]
