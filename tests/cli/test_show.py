import json

import pytest


def test_either_script_and_any_alias_show_the_same(ask_samples):
    one, two, three = (ask_samples("show", name, "--format", "json") for name in ("騰訊", "腾讯", "company:騰訊"))
    assert one == two == three
    shown = json.loads(one.out)
    assert shown["entity"]["documents"] >= 2
    assert all(statement["quotes"] for relation in shown["relations"] for statement in relation["statements"])


def test_table_holds_the_quotes(ask_samples):
    ran = ask_samples("show", "UC瀏覽器")
    assert ran.status == 0
    assert "feeds_data_to" in ran.out
    assert "回流" in ran.out.replace("\n", "")


def test_without_a_name_lists_what_there_is(ask_samples):
    rows = [json.loads(line) for line in ask_samples("show", "--limit", 5, "--format", "json").out.splitlines()]
    assert len(rows) == 5
    assert [row["mentions"] for row in rows] == sorted((row["mentions"] for row in rows), reverse=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "xyzzy"], "qipan: The graph has nothing called 'xyzzy'."),
        (["show", "字節跳"], "Did you mean company:字節跳動"),
        (["path", "騰訊", "xyzzy"], "qipan: The graph has nothing called 'xyzzy'."),
    ],
)
def test_unknown_names_end_with_1_and_a_hint(ask_samples, arguments, message):
    ran = ask_samples(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert message in ran.err


def test_no_store_is_made_by_asking(qipan, tmp_path):
    ran = qipan("show", "騰訊", "--store", tmp_path / "a.db")
    assert ran.status == 2
    assert "there is no store. Make one: qipan add" in ran.err
    assert not (tmp_path / "a.db").exists()


def test_path_is_a_chain(ask_samples):
    ways = [json.loads(line) for line in ask_samples("path", "夸克", "阿里", "--format", "json").out.splitlines()]
    assert ways
    for way in ways:
        ends = [{relation["head"], relation["tail"]} for relation in way["relations"]]
        assert ends == [{a, b} for a, b in zip(way["entities"], way["entities"][1:], strict=False)]
    assert "夸克" in ask_samples("path", "夸克", "阿里", "-k", 1).out


def test_hostile_words_are_shown_and_do_nothing(qipan, tmp_path):
    text = "騰訊推出新產品「[bold]元\x1b[2J寶[/bold]」。\u202e騰訊手握微信與QQ。"
    qipan("add", "-", "--store", tmp_path / "a.db", stdin=f'---\ntitle: "\\e[31m[red]"\n---\n{text}'.encode())
    ran = qipan("show", "騰訊", "--store", tmp_path / "a.db")
    assert ran.status == 0
    assert not {"\x1b", "\u202e"} & set(ran.out)
