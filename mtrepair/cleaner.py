"""The settings of a house, checked once, and the verbs that go by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from mtrepair.backends.shipped import model_folder
from mtrepair.course import Terms
from mtrepair.errors import InputError, UnknownRule
from mtrepair.files import shown
from mtrepair.findings import Findings, together
from mtrepair.keep import Keep, read_keep
from mtrepair.kinds import MARKUP_KINDS, MarkupKind, against, found, repaired
from mtrepair.many import Errors, results
from mtrepair.repair import Repair
from mtrepair.selection import check_rules_find, chosen_rules, known_codes
from mtrepair.types import Safety, Style
from mtrepair.view import checked, view

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq
    from mtrepair.fluency import LanguageModel

LANGUAGE_MODEL = "french-4gram"
"""The model that `clean` asks unless told otherwise; it comes with the package."""

# Texts whose segments the repair model reads together: some hundred segments.
_TEXTS_TOGETHER = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaner:
    """A house's settings, and `clean`, `clean_many` and `detect` that go by them.

    Models are named, and loaded when they are first asked, so that a cleaner can be pickled.

    Attributes:
        language_model: name or folder of the language model to ask; None leaves it to the rules.
        repair_model: a seq2seq model of French to French, loaded, or its name or folder, asked
            after the language model, which judges what it writes; None asks none.
        safety: the least safe fixes to apply: "safe", or "unsafe" to allow changes of wording.
        style: the house style; what is None in it is the text's own habit.
        select: codes, beginnings of codes or names to look for and repair; by default all.
        ignore: codes, beginnings of codes or names to leave alone.
        keep: house words and names, phrases, or `/patterns/`, that stay as they are.
        keep_file: a file with such an entry on each line, read anew when it changes.
        accepted: pairs of a code and a flagged text that are not reported again.
        per_file_ignores: pairs of a pattern of file names and codes; `for_file` goes by them.
        folder: where those patterns begin.
        markup: what the texts are: "text", or "html" or "markdown" to repair what a reader sees
            and leave tags and marks as they are.

    Raises:
        InputError: an option has no such value.
        UnknownRule: no code begins so.
        ModelError: there is no such model.

    >>> house = Cleaner(keep=["lesJours"], style=Style(quotes="guillemets", space="plain"))
    >>> house.clean("Selon lesJours,il a dit “oui”.").text
    'Selon lesJours, il a dit « oui ».'
    """

    language_model: str | Path | None = LANGUAGE_MODEL
    repair_model: Seq2Seq | str | Path | None = None
    safety: Safety | str = Safety.SAFE
    style: Style | None = None
    select: Iterable[str] = ()
    ignore: Iterable[str] = ()
    keep: Iterable[str] = ()
    keep_file: str | Path | None = None
    accepted: Iterable[tuple[str, str]] = ()
    per_file_ignores: Iterable[tuple[str, Iterable[str]]] = ()
    folder: Path | None = None
    markup: MarkupKind = "text"
    _kept: Keep = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ignores = ((pattern, known_codes(codes)) for pattern, codes in self.per_file_ignores)
        self._set(
            safety=max(Safety.of(self.safety), Safety.UNSAFE),
            style=_checked_style(self.style),
            select=known_codes(self.select),
            ignore=known_codes(self.ignore),
            keep=(self.keep,) if isinstance(self.keep, str) else tuple(self.keep),
            keep_file=None if self.keep_file is None else Path(self.keep_file),
            accepted=tuple(map(_accepted, self.accepted)),
            per_file_ignores=tuple(ignores),
        )
        if self.markup not in MARKUP_KINDS:
            raise InputError(
                f"markup must be one of {', '.join(MARKUP_KINDS)}, not {self.markup!r}"
            )
        self._set(_kept=_kept(tuple(self.keep)))
        if self.keep_file is not None:
            read_keep(Path(self.keep_file))
        for model in (self.language_model, self.repair_model):
            if isinstance(model, str | Path):
                model_folder(model)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_file(cls, path: str | Path, **options: Any) -> Cleaner:
        """The settings of a file such as "mtrepair.toml"; paths in it begin at its folder.

        Args:
            options: attributes that go before those of the file.

        Raises:
            InputError: it can't be read, or has an unknown key or an impossible value.
        """
        from mtrepair.settings import read_settings

        path = Path(path)
        try:
            return cls(**{**read_settings(path), **options})
        except (InputError, UnknownRule) as error:
            told = shown(path) in str(error)
            raise error if told else type(error)(f"{shown(path)}: {error}") from error

    @classmethod
    def near(cls, place: str | Path, **options: Any) -> Cleaner:
        """The settings that hold for a file or folder: those nearest upwards, or the defaults.

        `mtrepair.toml` is looked for, and `[tool.mtrepair]` in `pyproject.toml`.
        """
        from mtrepair.settings import find_settings

        found = find_settings(Path(place))
        own = cls(**options) if found is None else cls.from_file(found, **options)
        return own.for_file(place)

    def for_file(self, path: str | Path) -> Cleaner:
        """The settings for one file: with its per-file ignores.

        >>> house = Cleaner(per_file_ignores=[("*.agency.txt", ["MT205"])])
        >>> house.for_file("a.agency.txt").ignore, house.for_file("a.txt").ignore
        (('MT205',), ())
        """
        if not self.per_file_ignores:
            return self
        from fnmatch import fnmatchcase

        names = _names(Path(path), self.folder)
        more = [
            code
            for pattern, codes in self.per_file_ignores
            if any(fnmatchcase(name, pattern) for name in names)
            for code in codes
        ]
        return replace(self, ignore=(*self.ignore, *more)) if more else self

    def clean(
        self, text: str, *, source: str | None = None, source_markup: MarkupKind = "text"
    ) -> Repair:
        """The text with its artefacts repaired: by rules, then by models, then by rules again.

        Args:
            source: the English that it was translated from; what differs is told, not repaired.
            source_markup: what that is.

        Raises:
            InputError: `text` or `source` is not a string.
        """
        terms = self.terms()
        (repair,) = repaired(self.markup, [checked(text)], terms)
        if source is None:
            return repair
        return self._held_against(repair, source, terms, source_markup)

    def held_against(
        self, repair: Repair, source: str, *, source_markup: MarkupKind = "text"
    ) -> Repair:
        """The repair of a text with what differs from the English that it was translated from.

        Raises:
            InputError: `source` is not a string.

        >>> repair = Cleaner().clean("Il a vendu 35 chars.")
        >>> [one.code for one in Cleaner().held_against(repair, "He sold 53 tanks.").findings]
        ['MT701']
        """
        return self._held_against(repair, source, self.terms(), source_markup)

    def _held_against(
        self, repair: Repair, source: str, terms: Terms, source_markup: MarkupKind
    ) -> Repair:
        more = against(self.markup, repair.original, source, terms, source_kind=source_markup)
        return replace(repair, findings=tuple(together(repair.findings, more)), source=source)

    def detect(
        self, text: str, *, source: str | None = None, source_markup: MarkupKind = "text"
    ) -> Findings:
        """What `clean` would change or show, sorted by place, offsets in code points of `text`.

        Where nothing is found, `clean` changes nothing.

        Args:
            source: the English that it was translated from: numbers, names, negations and
                passages that differ are found as well.
            source_markup: what that is.

        Raises:
            InputError: `text` or `source` is not a string, or what is selected takes a model or a
                source.

        >>> found = Cleaner().detect("Il a vendu 35 chars.", source="He sold 53 tanks.")
        >>> [finding.message for finding in found]
        ['“35” is “53” in the source']
        """
        terms = self._looking(has_source=source is not None)
        (own,) = found(self.markup, [checked(text)], terms)
        if source is None:
            return own
        more = against(self.markup, text, source, terms, source_kind=source_markup)
        return Findings(text, together(own, more))

    def clean_html(self, html: str, *, source_html: str | None = None) -> Repair:
        """The page with what its reader sees repaired; its tags, comments and attributes stay.

        Offsets of findings and edits count code points of the source.

        Raises:
            InputError: `html` is not a string.

        >>> Cleaner().clean_html("<p>Il part<b>demain</b>.</p>").text
        '<p>Il part <b>demain</b>.</p>'
        """
        house = replace(self, markup="html")
        return house.clean(html, source=source_html, source_markup="html")

    def detect_html(self, html: str, *, source_html: str | None = None) -> Findings:
        """What `clean_html` would change or show, sorted by place, as `detect`.

        Raises:
            InputError: `html` is not a string, or what is selected takes a model.

        >>> [finding.text for finding in Cleaner().detect_html("<p>Il part<b>demain</b>.</p>")]
        ['part<b>demain']
        """
        house = replace(self, markup="html")
        return house.detect(html, source=source_html, source_markup="html")

    def clean_markdown(self, text: str) -> Repair:
        """The Markdown with what its reader sees repaired; marks, code and targets stay.

        Raises:
            InputError: `text` is not a string.

        >>> Cleaner().clean_markdown("Le **rapport**et [la,loi](/a,b).").text
        'Le **rapport** et [la, loi](/a,b).'
        """
        return replace(self, markup="markdown").clean(text)

    def detect_markdown(self, text: str) -> Findings:
        """What `clean_markdown` would change or show, sorted by place, as `detect`.

        Raises:
            InputError: `text` is not a string, or what is selected takes a model.

        >>> [finding.text for finding in Cleaner().detect_markdown("Le **rapport**et la loi.")]
        ['rapport**et']
        """
        return replace(self, markup="markdown").detect(text)

    @overload
    def clean_many(
        self,
        texts: Iterable[str],
        *,
        as_tuples: Literal[False] = False,
        errors: Literal["raise"] = "raise",
        processes: int = 1,
        progress: bool = False,
    ) -> Iterator[Repair]: ...
    @overload
    def clean_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        errors: Errors = "raise",
        processes: int = 1,
        progress: bool = False,
    ) -> Iterator[Any]: ...
    def clean_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        errors: Errors = "raise",
        processes: int = 1,
        progress: bool = False,
    ) -> Iterator[Any]:
        """The repairs of many texts, in their order; the repair model reads several at a time.

        Args:
            as_tuples: texts come as pairs of an id and a text, repairs as pairs of id and repair.
            errors: "raise" raises at the first text that can't be cleaned, behind the repairs of
                those before it; "keep" has its error in the place of its repair and goes on.
            processes: that work side by side. As with all of Python's processes, a script that
                asks for them begins its work under `if __name__ == "__main__":`.
            progress: show a progress bar on standard error.

        Raises:
            InputError: `texts` is one string, or a text, told by its number, is none.

        >>> rows = [("a", "le web,la radio"), ("b", None)]
        >>> found = dict(Cleaner().clean_many(rows, as_tuples=True, errors="keep"))
        >>> found["a"].text, found["b"]
        ('le web, la radio', InputError('text 2 must be a str, not NoneType; decode bytes or ...'))
        """
        terms = self.terms()  # what can't be loaded is told at once
        work = (
            partial(_cleaned_by, self)
            if processes != 1
            else partial(repaired, self.markup, terms=terms)
        )
        alone = processes == 1 and self.repair_model is None
        return results(
            _with_bar(texts) if progress else texts,
            work,
            at_a_time=1 if alone else _TEXTS_TOGETHER,
            as_tuples=as_tuples,
            errors=errors,
            processes=processes,
        )

    def detect_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        errors: Errors = "raise",
        processes: int = 1,
    ) -> Iterator[Any]:
        """What `detect` finds in many texts, in their order; the options are those of `clean_many`.

        Raises:
            InputError: as `clean_many`, or what is selected takes a model.

        >>> [[finding.code for finding in own] for own in Cleaner().detect_many(["web,la", "a"])]
        [['MT103'], []]
        """
        terms = self._looking()
        work = (
            partial(_found_by, self) if processes != 1 else partial(found, self.markup, terms=terms)
        )
        alone = processes == 1 and self.repair_model is None
        return results(
            texts,
            work,
            at_a_time=1 if alone else _TEXTS_TOGETHER,
            as_tuples=as_tuples,
            errors=errors,
            processes=processes,
        )

    def _looking(self, *, has_source: bool = False) -> Terms:
        """As `terms`; what is selected must be there to be found."""
        if self.language_model is None and self.repair_model is None:
            check_rules_find(self.select, has_source=has_source)
        return self.terms()

    def terms(self) -> Terms:
        """What `mtrepair.course.repairs` goes by, with the models loaded.

        Raises:
            ModelError: a model is missing or damaged.
        """
        repair_model = _loaded_seq2seq(self.repair_model)
        asks = self.language_model is not None
        # The language model judges what the repair model writes, even if it proposes nothing.
        judges = asks or repair_model is not None
        judge = _loaded_judge(self.language_model or LANGUAGE_MODEL) if judges else None
        return Terms(
            rules=chosen_rules(self.select, self.ignore),
            level=Safety.of(self.safety),
            style=self.style or Style(),
            keep=self._all_kept(),
            select=tuple(self.select),
            ignore=tuple(self.ignore),
            accepted=frozenset(self.accepted),
            language_model=judge,
            proposes=asks,
            repair_model=repair_model,
            calibration=_calibration(repair_model),
        )

    def _all_kept(self) -> tuple[Keep, ...]:
        own = (self._kept,) if self.keep else ()
        return own if self.keep_file is None else (*own, read_keep(Path(self.keep_file)))


@lru_cache(maxsize=8)
def _kept(entries: tuple[str, ...]) -> Keep:
    return Keep.of(entries)


def _cleaned_by(cleaner: Cleaner, texts: Sequence[str]) -> list[Repair]:
    return repaired(cleaner.markup, texts, cleaner.terms())


def _found_by(cleaner: Cleaner, texts: Sequence[str]) -> list[Findings]:
    return found(cleaner.markup, texts, cleaner.terms())


def _checked_style(style: Style | None) -> Style:
    if style is not None and not isinstance(style, Style):
        raise InputError(f"style must be a mtrepair.Style, not {type(style).__name__}")
    return style or Style()


def _accepted(pair: tuple[str, str]) -> tuple[str, str]:
    if isinstance(pair, str) or len(pair) != len(("code", "text")):
        raise InputError(f"accepted must be pairs of a code and a text, not {pair!r}")
    (code,), text = known_codes(pair[:1]), pair[1]
    return code, view(text).text


def _names(path: Path, folder: Path | None) -> tuple[str, str]:
    """What patterns are held against: the path from their folder on, and the file's name."""
    whole, start = path.absolute(), (folder or Path()).absolute()
    return (
        whole.relative_to(start) if whole.is_relative_to(start) else whole
    ).as_posix(), path.name


def _loaded_judge(model: str | Path) -> LanguageModel:
    from mtrepair.fluency import load_language_model

    return load_language_model(model_folder(model))


def _loaded_seq2seq(model: Seq2Seq | str | Path | None) -> Seq2Seq | None:
    return _shared(model_folder(model)) if isinstance(model, str | Path) else model


@cache
def _shared(folder: Path) -> Seq2Seq:
    from mtrepair.backends import load_model

    return load_model(folder)


def _calibration(model: Seq2Seq | None) -> Any:
    if model is None:
        return None
    from mtrepair.rewriting import read_calibration

    return read_calibration(model.folder)


def _with_bar(texts: Iterable[Any]) -> Iterable[Any]:
    from mtrepair.render import with_progress

    return texts if isinstance(texts, str | bytes) else with_progress(texts, "clean")
