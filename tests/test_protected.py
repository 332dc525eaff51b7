"""Addresses, code, markup and rows of data are told from the prose around them."""

from itertools import pairwise

import pytest
from hypothesis import given
from strategies import texts

import mtrepair
from mtrepair import Style
from mtrepair.document import Document
from mtrepair.protected import inline_spans, protected_spans
from mtrepair.rules.emphasis import partners


def protected(text: str) -> list[str]:
    return [span.of(text) for span in protected_spans(text)]


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("Voir https://exemple.fr/a,b.", "https://exemple.fr/a,b"),
        ("(www.exemple.fr)", "www.exemple.fr"),
        ("Écrire à jean.dupont@exemple.fr, vite", "jean.dupont@exemple.fr"),
        ("le code `a ,b` est", "`a ,b`"),
        ("Bonjour {{ nom }},", "{{ nom }}"),
        ('un <a href="x,y">lien', '<a href="x,y">'),
        (":::column:::   :::image", ":::column:::"),
        ("la colonne catalog_extension_id, dit-il", "catalog_extension_id"),
    ],
)
def test_addresses_code_placeholders_and_tags_are_protected(text: str, protected: str) -> None:
    assert [span.of(text) for span in protected_spans(text)] == [protected]


@pytest.mark.parametrize("text", ["_important_", "__gVirt_NP__", "un _mot", "a _ b"])
def test_an_underscore_alone_is_no_name_in_code(text: str) -> None:
    assert protected_spans(text) == []


def test_a_comparison_is_no_tag() -> None:
    assert protected_spans("3 < 4 et 5 > 2") == []


@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "Le vote"\nmots:\n  - port\n- quai\n\n# fin\n---\n',
        '+++\ntitre = "Le vote"\n+++\n',
        '---\ntitle: "Le vote"\n...\n',
    ],
    ids=["YAML", "TOML", "dots"],
)
def test_front_matter_is_protected(text: str) -> None:
    assert protected(f"{text}\nLe texte : il suit.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "---\nUne phrase entre deux traits.\n---\n",
        "---\n\nnote: rien\n---\n",
        "---\nnote: rien\nUne phrase.\n---\n",
        "Texte.\n---\nnote: rien\n---\n",
        "---\nnote: rien\n",
    ],
    ids=["prose", "a blank line first", "prose behind a key", "in mid-text", "never closed"],
)
def test_prose_between_rules_is_no_front_matter(text: str) -> None:
    assert protected(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ici :\n```py\na ,b\n```\nfin", "```py\na ,b\n```"),
        ("Ici :\n~~~\na ,b\n~~~\nfin", "~~~\na ,b\n~~~"),
        ("- ici\n  ````\n  ```\n  a\n  ````\nfin", "  ````\n  ```\n  a\n  ````"),
        ("> ```\n> a ,b\n> ```\nfin", "> ```\n> a ,b\n> ```"),
        ("```\na\n```py\nb\n```\nfin", "```\na\n```py\nb\n```"),
        ("fin\n```\na ,b\n", "```\na ,b\n"),
        ("```a ,b``` est\n\nla fin", "```a ,b```"),
    ],
    ids=[
        "backticks",
        "tildes",
        "a shorter fence inside",
        "quoted",
        "no closer",
        "never closed",
        "in one line",
    ],
)
def test_fenced_code_is_protected(text: str, code: str) -> None:
    assert protected(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("le code ``a `b` ,c`` est", ["``a `b` ,c``"]),
        ("un ```a ,b``` et `c` fin", ["```a ,b```", "`c`"]),
        ("un `mot\nsur deux` lignes", ["`mot\nsur deux`"]),
        ("un `mot\n\nou deux` ici", []),
        ("un ``mot` ici", []),
        ("un ``a `b`` et c`d`", ["``a `b``", "`d`"]),
    ],
)
def test_inline_code_ends_with_as_many_backticks(text: str, code: list[str]) -> None:
    assert protected(text) == code
    assert [span.of(text) for span in inline_spans(text)] == code


@pytest.mark.parametrize(
    "element",
    [
        "<!-- a ,b\n\n< c /> d -->",
        "<?php a ,b ?>",
        *(
            f"<{name} a>x ,y\n\nz</{name}>"
            for name in ("script", "STYLE", "pre", "code", "kbd", "samp", "svg", "math")
        ),
    ],
)
def test_what_an_element_of_code_holds_is_protected(element: str) -> None:
    assert protected(f"un {element} mot") == [element]


def test_what_other_elements_hold_is_prose() -> None:
    assert protected("<p>un <b>mot</b></p><prefixe>") == ["<p>", "<b>", "</b>", "</p>", "<prefixe>"]


def test_an_element_of_code_without_end_is_a_mere_tag() -> None:
    assert protected("la balise <script> et <code/> le <code >a</code>") == [
        "<script>",
        "<code/>",
        "<code >a</code>",
    ]


def test_an_element_that_code_names_holds_nothing() -> None:
    assert protected("la balise `<code>` et sa fin </code>") == ["`<code>`", "</code>"]


@pytest.mark.parametrize(
    "tag",
    [
        "<page\n titre=\"a > b\"\n x:y='c' z=1\n nu />",
        '<page titre="a,\nb"',
        "<page titre=« a, b »",
        '<a href="x"\n>',
    ],
)
def test_a_tag_may_have_several_lines_or_no_end(tag: str) -> None:
    assert protected(f"un {tag}\n\nmot") == [tag]


@pytest.mark.parametrize(
    "text", ["un <mot est plus petit", "si a <b = c est faux", "<mot\nou deux", "i <3 toi"]
)
def test_words_behind_a_lesser_sign_are_no_tag(text: str) -> None:
    assert protected(text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('![Vue](img/a.png "Vue du port")', '](img/a.png "Vue du port")'),
        ("[un](</a b> 'c d')", "](</a b> 'c d')"),
        ('[un](a_(b)\n "c "d" e") ici', '](a_(b)\n "c "d" e")'),
        ("[un](#) mot", "](#)"),
        ("[un][le port] mot", "][le port]"),
    ],
)
def test_targets_titles_and_labels_of_links_are_protected(text: str, target: str) -> None:
    assert protected(text) == [target]


def test_brackets_of_prose_are_no_link() -> None:
    assert protected("Il a dit [sic](le maire, hier) « […] [Le maire] »") == []


def test_a_link_is_defined_on_a_line_of_its_own() -> None:
    text = '[port]: /port "Le port"\n  [quai]: <#quai>\n[^1]: Ibid.\n[Note]: non\n'
    assert protected(text) == ['[port]: /port "Le port"', "  [quai]: <#quai>"]


@pytest.mark.parametrize("row", ["|---|:-:|", "--- | ---", "> | - |"])
def test_the_row_between_the_head_and_the_body_of_a_table_is_protected(row: str) -> None:
    assert protected(f"| a | b |\n{row}\n| c - d |\n") == [row]


def test_a_row_of_bars_alone_is_a_row_of_empty_cells() -> None:
    assert protected("| : | a - b\n| : | > |\n") == []


def test_a_data_uri_is_protected_without_the_mark_behind_it() -> None:
    text = "une image data:image/png;base64,iVBOR/w0=, un data:;base64,YQ et data: rien, dit-il"
    assert protected(text) == ["data:image/png;base64,iVBOR/w0=", "data:;base64,YQ"]


@pytest.mark.parametrize(
    "rows",
    [
        "id;nom;ville\n1;Paul;Tours",
        "nom;ville\nPaul;Tours",
        '1;"Le port ; la mer";oui.\n2;Le quai est fermé jusqu’à lundi au moins;non.',
        "id,nom,ville\n1,Paul,Tours",
        '"a","b, c","d"\n"e","f","g"',
        "id;nom;ville;",
    ],
)
def test_rows_of_values_are_protected(rows: str) -> None:
    assert protected(f"Voici :\n{rows}\n\nLa suite.") == [rows]


@pytest.mark.parametrize(
    "text",
    [
        "Le quai est fermé;la mer est basse;personne ne sait encore pourquoi",
        "Le quai;la mer;la côte.",
        "Le quai;la mer",
        "Le quai,la mer,la côte",
        "Le quai,la mer\nLe port,la côte",
        "Le quai,la mer,le port.\nLe sable,la côte,l’eau.",
        "Le quai;la mer.\nLe port;la côte.",
        "Le quai ; la mer;la côte\nLe port ; le sable;l’eau",
        "- le quai;\n- la mer;\n- la côte;\n\nIl part;elle reste là et ne sait plus quoi faire.",
        "l&rsquo;&eacute;t&eacute;\nl&rsquo;&eacute;t&eacute;",
    ],
)
def test_clauses_that_lost_their_spaces_are_no_rows_of_values(text: str) -> None:
    assert protected(text) == []


@given(texts())
def test_protected_spans_are_sorted_and_apart(text: str) -> None:
    spans = protected_spans(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(len(span) for span in spans)


@pytest.mark.parametrize("quotes", ["guillemets", "curly", "straight"])
@pytest.mark.parametrize("space", ["nbsp", "narrow", "plain"])
@pytest.mark.parametrize(
    "markup",
    [
        '---\ntitle: "Le « vote » ?"\n---\n',
        '```\nprint("a" : «b») !\n```\n',
        '<script>var a = "x" ? «y» : “z”;</script>',
        'un [mot](a.md "un « mot » : “ici”")',
        '<page\n titre="« a » : “b” ?"\n',
        'id;"nom : « x »";n°1\n1;"Paul ?";n° 2\n',
    ],
)
def test_no_house_style_reaches_into_markup(markup: str, quotes: str, space: str) -> None:
    style = Style(quotes=quotes, space=space)  # type: ignore[arg-type]
    for text in (markup, f"{markup}\n\nLe « plan » : “oui”.\n"):
        assert markup.strip() in mtrepair.clean(text, language_model=None, style=style).text


@pytest.mark.parametrize(
    ("code", "prose"),
    [
        ('<code>"a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l"</code>', 'Il dit “oui” et "non".'),
        ("<code>a : b : c : d :</code>", "Il dit: oui. Elle dit : non."),
        ("<code>n° 1 n° 2</code>", "Le n°3 est là."),
        ("<code>n°1 n°2</code>", "Le n° 3, le n° 5 et le n°4."),
        ("<code>« a » « b »</code>", "Le «plan» est là."),
    ],
    ids=["quotes", "spaces of marks", "number signs", "tight number signs", "guillemets"],
)
def test_marks_of_code_make_no_habit(code: str, prose: str) -> None:
    alone = [finding.text for finding in mtrepair.detect(prose)]
    assert [finding.text for finding in mtrepair.detect(f"{code}\n\n{prose}")] == alone


def test_quotes_of_code_are_no_apostrophes() -> None:
    assert Document("<code>'a' 'b'</code> l’eau").apostrophe == "’"


def test_nothing_is_found_inside_code() -> None:
    assert mtrepair.detect("Le `quai ,la mer` et <code>l’ eau , le  le</code> sont là.") == []


def test_stars_of_one_emphasis_are_partners() -> None:
    assert partners(Document("**a** et *b* ** c `**` ** d**")) == {0: 3, 3: 0, 9: 11, 11: 9}


def test_no_emphasis_begins_with_a_closing_mark() -> None:
    assert partners(Document("a *, b* c")) == {}


def test_an_emphasis_ends_with_its_paragraph() -> None:
    assert partners(Document("**a\n\nb**")) == {}
    assert partners(Document("**a\nb**")) == {0: 5, 5: 0}


def test_of_two_runs_that_may_open_the_nearer_is_closed() -> None:
    assert partners(Document("**a **b**")) == {4: 7, 7: 4}
