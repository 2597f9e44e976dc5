import json

import pytest

MAKES = "MATCH (c:Company {name: $name})-[:develops]->(p:Product) RETURN p.name AS product ORDER BY product"


def test_rows_by_column(ask_samples):
    ran = ask_samples("query", MAKES, "-p", "name=騰訊", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert "微信" in {json.loads(line)["product"] for line in ran.out.splitlines()}


def test_table_for_people(ask_samples):
    ran = ask_samples("query", "MATCH (c:Company) RETURN c.name AS name, c.names AS names LIMIT 3")
    assert ran.status == 0
    assert "騰訊" in ran.out


def test_says_that_there_are_more_rows(ask_samples):
    ran = ask_samples("query", "MATCH (e) RETURN e.id AS id", "--limit", 2, "--format", "json")
    assert (ran.status, ran.out.count("\n")) == (0, 2)
    assert "more than 2 rows" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["CREATE (n:Company {name: 'x'}) RETURN n"],
        ["MATCH (n) DETACH DELETE n"],
        ["nonsense"],
        [""],
        ["MATCH (n) RETURN n", "-p", "novalue"],
    ],
)
def test_what_is_no_reading_query_is_an_unusable_argument(ask_samples, arguments):
    ran = ask_samples("query", *arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
