import shutil

import pytest

from kg.resources import data_dir


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(data_dir(), tmp_path / "data")
    return tmp_path / "data"


def test_own_data_are_well(qipan):
    ran = qipan("check-data")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("files, all well\n")


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("ontology.yaml", "a: [", "ontology.yaml:2: not readable as YAML"),
        ("ontology.yaml", "entity_types: {}\n", "ontology.yaml: an ontology needs entity_types and relations"),
        ("lexicons/x.tsv", "name\ttype\taliases\n元\tCompnay\t\n", "lexicons/x.tsv:2: unknown type 'Compnay'."),
        ("lexicons/x.tsv", "name\ttype\n元\tCompany\t\t\t\n", "lexicons/x.tsv:2: 5 columns where the head row has 2."),
        ("lexicons/x.tsv", "", "lexicons/x.tsv: has no head row."),
        ("patterns/x.yaml", "- {id: a, relation: eats, match: x}\n", "patterns/x.yaml: a: unknown relation 'eats'."),
        ("patterns/x.yaml", "- {id: a}\n", "patterns/x.yaml: a: Field required"),
        ("questions/forms/x.yaml", "- {id: a}\n", "forms/x.yaml: form 'a'"),
        ("questions/words.yaml", "a: [\n", "words.yaml:2: not readable as YAML"),
        ("figures.yaml", "a\n", "figures.yaml: is not of the form that is read"),
        ("boilerplate.yaml", "patterns: ['(']\n", "is not of the form that is read"),
    ],
)
def test_fault_is_named_with_its_place(qipan, folder, file, text, message):
    (folder / file).write_text(text, "utf-8")
    ran = qipan("check-data", folder)
    assert (ran.status, ran.out) == (1, "")
    assert message in ran.err


def test_all_faults_are_named_at_once(qipan, folder):
    (folder / "lexicons/x.tsv").write_text("", "utf-8")
    (folder / "reference.yaml").unlink()
    lines = qipan("check-data", folder).err.splitlines()
    assert len(lines) == 2


def test_no_folder(qipan, tmp_path):
    ran = qipan("check-data", tmp_path / "x")
    assert (ran.status, ran.err) == (2, f"qipan: {tmp_path}/x: is no folder. Give a folder with an ontology.yaml.\n")
