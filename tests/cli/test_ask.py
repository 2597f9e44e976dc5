import json

import pytest

LOOP = ["哪些產品為千問的數據閉環供數？", "哪些产品为千问的数据闭环供数？", "which products feed Qwen's data loop?"]


@pytest.mark.parametrize("question", LOOP)
def test_rows_and_their_quotes(ask_samples, question):
    ran = ask_samples("ask", question, "--format", "json")
    answer = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert {row["entity"] for row in answer["rows"]} == {"product:夸克", "product:UC瀏覽器"}
    said = {statement["id"] for statement in answer["quotes"]}
    assert all(set(row["quotes"]) <= said and row["quotes"] for row in answer["rows"])


def test_table_for_people(ask_samples):
    ran = ask_samples("ask", LOOP[0])
    assert ran.status == 0
    assert "UC瀏覽器 → 千問 feeds_data_to" in ran.out
    assert "回流" in ran.out.replace("\n", "")


def test_what_the_corpus_does_not_say_is_an_answer(ask_samples):
    ran = ask_samples("ask", "xyzzy的產品有哪些？")
    assert (ran.status, ran.err) == (0, "")
    assert "資料中沒有「xyzzy」" in ran.out


@pytest.mark.parametrize(
    ("question", "example"), [("今天天氣怎麼樣？", "騰訊有哪些產品？"), ("tell me a joke, please", "Tencent")]
)
def test_what_cannot_be_read_lists_what_can_be_asked(ask_samples, question, example):
    ran = ask_samples("ask", question)
    assert (ran.status, ran.out) == (1, "")
    first, *forms = ran.err.splitlines()
    assert first.startswith("qipan: No form of question accounts for every word")
    assert len(forms) >= 10
    assert any(example in form for form in forms)


@pytest.mark.parametrize("question", ["", "紅" * 5000])
def test_no_question_is_an_unusable_argument(ask_samples, question):
    ran = ask_samples("ask", question)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_hostile_question_is_shown_on_one_line(ask_samples):
    ran = ask_samples("ask", "騰訊\x1b[2J\n[red]'; DROP TABLE document; --")
    assert "\x1b" not in ran.err
    assert ran.err.splitlines()[0].startswith("qipan: ")


def test_loops_come_back_to_where_they_began(ask_samples):
    ways = [json.loads(line) for line in ask_samples("loops", "千问", "--format", "json").out.splitlines()]
    assert ways
    assert all(way["entities"][0] == way["entities"][-1] == "product:千問" for way in ways)
    assert "千問 - UC瀏覽器 - 千問" in ask_samples("loops", "千問").out


def test_no_loop(ask_samples):
    ran = ask_samples("loops", "馬化騰")
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)


def test_profile_has_sections(ask_samples):
    shown = json.loads(ask_samples("profile", "比亞迪", "--format", "json").out)
    assert shown["entity"]["id"] == "company:比亞迪"
    assert {"products", "figures"} <= shown["sections"].keys()
    assert "Products 產品" in ask_samples("profile", "比亞迪").out
