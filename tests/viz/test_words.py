"""The words of the interface, in three languages."""

import re

import pytest

from kg.errors import InvalidRequest
from kg.model import Modality
from kg.ontology import builtin_ontology
from kg.text import to_hans
from viz import words as spoken
from viz.bundle import STATIC
from viz.words import LANGUAGES, in_hans, in_hant, labels, relation_label, type_label, words

SECTIONS = ("interface", "modalities", "polarities", "languages", "notices")
HOLE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_languages_say_the_same(section):
    hant, hans, en = (words(section, lang) for lang in LANGUAGES)
    for key, word in hant.items():
        assert all((word, hans[key], en[key]))
        assert set(HOLE.findall(word)) == set(HOLE.findall(hans[key])) == set(HOLE.findall(en[key])), key


def test_simplified_words_are_simplified_and_english_ones_english():
    assert all(to_hans(word) == word for word in words("interface", "zh-Hans").values())
    assert not any(re.search("[\u4e00-\u9fff]", word) for word in words("interface", "en").values())


def test_every_modality_has_a_word():
    assert set(words("modalities", "en")) == set(Modality)


def test_the_page_asks_only_for_words_that_there_are():
    sources = [path.read_text("utf-8") for path in STATIC.glob("*.js")]
    sources.append((STATIC.parent / "templates" / "page.html.j2").read_text("utf-8"))
    asked = {word for text in sources for word in re.findall(r'\.word\("(\w+)"', text)}
    asked |= {word for text in sources for word in re.findall(r'data-word(?:-label)?="(\w+)"', text)}
    asked |= set(re.findall(r"words\.(\w+)", sources[-1]))
    assert asked <= set(words("interface", "en"))
    # sections, table heads and qualifiers are asked for by a list of words
    listed = {word for text in sources for word in re.findall(r'"(\w+)"', text)}
    begun = [*re.findall(r"`(\w+_)\$\{", "".join(sources)), "sheet_"]  # made of two parts, as sheet_board
    made = {word for word in words("interface", "en") if word.startswith(tuple(begun)) or word.endswith("_page")}
    assert set(words("interface", "en")) <= asked | listed | made | {"quoted"}  # which slides use


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_type_and_relation_is_called_something(lang):
    ontology = builtin_ontology()
    assert all(type_label(ontology, key, lang) for key in ontology.entity_types)
    assert all(relation_label(ontology, key, lang) for key in ontology.relations)


def test_what_the_ontology_lacks_is_called_by_its_id():
    assert type_label(builtin_ontology(), "Space_Ship", "en") == "Space Ship"
    assert relation_label(builtin_ontology(), "flies", "zh-Hans") == "flies"


@pytest.mark.parametrize("lang", ["", "zh", "fr", "zh-hant", "<script>"])
def test_another_language_is_refused_with_those_there_are(lang):
    with pytest.raises(InvalidRequest, match="zh-Hant, zh-Hans, en"):
        words("interface", lang)


@pytest.mark.parametrize(
    ("name", "names", "hant", "hans"),
    [
        ("騰訊", ("騰訊", "腾讯"), "騰訊", "腾讯"),
        ("腾讯", ("Tencent", "騰訊"), "騰訊", "腾讯"),
        ("后来科技", (), "後來科技", "后来科技"),
        ("QQ", ("騰訊QQ",), "QQ", "QQ"),
        ("台积电", ("臺積電", "台積電"), "臺積電", "台积电"),
    ],
)
def test_names_are_written_as_the_reader_writes(name, names, hant, hans):
    assert (in_hant(name, names), in_hans(name)) == (hant, hans)


def test_a_word_without_a_language_is_named(tmp_path, monkeypatch):
    (tmp_path / "labels.yaml").write_text("interface:\n  app: {en: Qipan}\n", "utf-8")
    monkeypatch.setattr(spoken, "data_dir", lambda: tmp_path)
    labels.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"interface\.app: needs zh-Hant"):
            words("interface", "en")
    finally:
        labels.cache_clear()
