"""The names known beforehand: each row can be found, each name says one thing, nothing is a trap."""

from collections import Counter
from functools import cache

import pytest

from kg.errors import DataError
from kg.lexicon import Entry, Lexicon, load_lexicon
from kg.model import Document, Span
from kg.ontology import builtin_ontology, load_ontology
from kg.pipes.mentions import lexicon_mentions
from kg.resources import data_dir, read_tsv
from kg.text import to_hans, to_hant, twin_of

FILES = sorted((data_dir() / "lexicons").glob("*.tsv"))
NAMED = {"Company", "Product", "Person", "Organization", "Technology", "Strategy", "Market", "Event"}
BOTH_SCRIPTS = "恒"  # 恒生, 恒大 write themselves so in either script


@cache
def lexicon() -> Lexicon:
    return load_lexicon(data_dir() / "lexicons", load_ontology(data_dir() / "ontology.yaml"))


def names(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def form(name: str) -> str:
    return to_hans(name).casefold()


def is_simplified(char: str) -> bool:
    if char in BOTH_SCRIPTS or to_hans(char) != char or to_hant(char) == char:
        return False
    try:
        char.encode("big5")  # 台, 里, 后: simplified of another character, and traditional themselves
    except UnicodeEncodeError:
        return True
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestFile:
    def test_rows_have_the_five_columns(self, path):
        assert {tuple(row) for _, row in read_tsv(path)} == {("name", "type", "aliases", "context", "of")}

    def test_types_are_those_that_bear_names(self, path):
        assert {row["type"] for _, row in read_tsv(path)} <= NAMED

    def test_no_cell_is_padded_or_half_empty(self, path):
        cells = [cell for _, row in read_tsv(path) for value in row.values() for cell in value.split("|") if value]
        assert [cell for cell in cells if not cell or cell != cell.strip()] == []


def test_two_spellings_of_one_name_are_one_row(tmp_path):
    (tmp_path / "products.tsv").write_text(
        "name\ttype\taliases\tcontext\nUC瀏覽器\tProduct\nＵＣ 浏览器\tProduct\n", "utf-8"
    )
    with pytest.raises(DataError, match=r"products\.tsv:3: .* stands at .*products\.tsv:2 already"):
        load_lexicon(tmp_path, builtin_ontology())


def test_every_type_that_bears_names_has_some():
    assert {entry.type for entry in lexicon().entries} == NAMED


def test_a_name_stands_for_one_thing():
    owners = Counter(form(name) for entry in lexicon().entries for name in names(entry))
    assert [name for name, count in owners.items() if count > 1] == []


def test_what_a_thing_belongs_to_has_a_row_and_does_not_belong_to_it():
    rows = {entry.name: entry.type for entry in lexicon().entries}
    owners = [(entry, owner) for entry in lexicon().entries for owner in entry.of]
    assert {rows.get(owner) for _, owner in owners} <= {"Company", "Organization", "Product"}
    assert [entry.name for entry, _ in owners if entry.name in lexicon().above(entry.name)] == []
    assert len(owners) > 9_000


def test_no_name_has_one_character():
    assert [name for entry in lexicon().entries for name in names(entry) if len(name) < 2] == []


def test_no_alias_is_the_name_in_the_other_script():
    twins = [(entry.name, alias) for entry in lexicon().entries for alias in entry.aliases]
    assert [pair for pair in twins if form(pair[0]) == form(pair[1])] == []


def test_names_are_in_traditional_characters():
    every = [name for entry in lexicon().entries for name in names(entry)]
    assert [name for name in every if any(map(is_simplified, name))] == []


def test_every_name_is_found_where_it_stands():
    lost = []
    for entry in lexicon().entries:
        for name in names(entry):
            found = list(lexicon().find(twin_of(name)))
            if found != [(Span(0, len(name)), entry)]:
                lost.append(name)
    assert lost == []


def read(text: str) -> list[str]:
    twin = twin_of(text)
    doc = Document(id="x", text=text, twin=twin, sentences=(Span(0, len(text)),))
    return [mention.span.of(text) for mention in lexicon_mentions(lexicon())(doc)]


def test_an_ordinary_word_is_a_name_only_beside_its_context():
    wrong = []
    for entry in lexicon().entries:
        if not entry.context:
            continue
        if read(f"，{entry.name}，") or not all(entry.name in read(f"{entry.name}，{word}") for word in entry.context):
            wrong.append(entry.name)
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("輝達與台積電合作", ["輝達", "台積電"]),
        ("英伟达与台积电合作", ["英伟达", "台积电"]),
        ("NVIDIA委託TSMC代工", ["NVIDIA", "TSMC"]),
        ("賓士、奔馳、平治", ["賓士", "奔馳"]),  # 平治 hides in 水平治理
        ("他煮了一鍋小米粥", []),
        ("小米發布新手機", ["小米"]),
        ("高通脹壓低消費", []),
        ("高通發布新手機處理器", ["高通"]),
        ("不同程度的調整", []),
        ("全力拓展新業務", []),
        ("東南亞航線增班", ["東南亞"]),
        ("中國海關與上海光伏企業", []),
        ("成交行情平穩", []),
        ("走向美好未來", []),
        ("地方特色小吃", []),
        ("投资安全与理财新规", []),
        ("北美的家電集團", ["北美"]),
        ("中國移動支付用戶", ["中國移動支付"]),
    ],
)
def test_names_in_sentences(text, known):
    assert read(text) == known
