"""Reading: every kind of input, every way in which it can be broken, and the furniture filter."""

import gzip
import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadArticle, BadInput
from kg.ingest import furniture, parse_date, read
from kg.ingest.furniture import rules
from kg.model import article_id

BODY = "The two ministers met in Vienna on Monday. They agreed to meet again."


def one(*inputs, **options):
    (article,) = read(*inputs, **options)
    return article


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problem(*inputs, **options) -> str:
    with pytest.raises(BadInput) as caught:
        list(read(*inputs, **options))
    message = str(caught.value)
    assert "\n" not in message
    return message


# -------------------------------------------------------------------------------------- text files


def test_text_file_keeps_every_character(tmp_path):
    text = f"Ministers meet in Vienna\r\n\r\n{BODY}\r\n"
    article = one(file(tmp_path, "a.txt", text))
    assert article.text == text
    assert article.title == "Ministers meet in Vienna"
    assert article.source == "a.txt"
    assert article.id == article_id(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The ministers met on Monday.\n\n{BODY}",
        f"Ministers meet in Vienna\n{BODY}",
        f"{'Very ' * 40}long line\n\n{BODY}",
        f"Tuesday, October 15, 2019\n\n{BODY}",
        "Ministers meet in Vienna",
    ],
    ids=["a sentence", "no empty line", "long", "a date", "nothing after it"],
)
def test_first_line_that_is_no_title(tmp_path, text):
    assert one(file(tmp_path, "a.txt", text)).title is None


def test_date_option_is_for_texts_without_one(tmp_path):
    dated = file(tmp_path, "a.txt", f"Talks\n\nTuesday, October 15, 2019\n\n{BODY}")
    plain = file(tmp_path, "b.txt", BODY)
    given = date(2001, 2, 3)
    assert [a.published for a in read(dated, plain, date=given)] == [date(2019, 10, 15), given]
    assert one(plain).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tuesday, October 15, 2019", date(2019, 10, 15)),
        ("15 October 2019", date(2019, 10, 15)),
        ("Published: Oct. 15, 2019, 10:20 GMT", date(2019, 10, 15)),
        ("Vienna, 15 October 2019", date(2019, 10, 15)),
        ("2019-10-15", date(2019, 10, 15)),
        ("Monday, October 15, 2019", None),  # it was a Tuesday
        ("03/04/2019", None),  # March or April
        ("VIENNA, Oct 15, 2019 (XYZ) - The war is over.", date(2019, 10, 15)),
        ("On October 15, 2019 the war began", None),
        ("Updated 16 October 2019", date(2019, 10, 16)),
        ("Published 15 October 2019\nUpdated 16 October 2019", date(2019, 10, 15)),
        ("15 October 2019\n16 October 2019", None),
    ],
)
def test_date_in_the_first_lines(tmp_path, line, day):
    assert one(file(tmp_path, "a.txt", f"Talks\n\n{line}\n\n{BODY}")).published == day


# ------------------------------------------------------------------------------------ JSON and CSV

RECORD = {
    "id": "wire-1",
    "title": "Ministers meet",
    "text": BODY,
    "date": "2019-10-15",
    "url": "https://example.org/1",
    "source": "Example Wire",
    "category": "ignored",
}


def test_json_record(tmp_path):
    article = one(file(tmp_path, "a.jsonl", json.dumps(RECORD) + "\n\n"))
    assert (article.id, article.title, article.text) == ("wire-1", "Ministers meet", BODY)
    assert (article.published, article.url) == (date(2019, 10, 15), "https://example.org/1")
    assert article.source == "Example Wire"


def test_title_of_a_record_is_not_put_into_its_text(tmp_path):
    assert one(file(tmp_path, "a.jsonl", json.dumps(RECORD))).text == BODY


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORD, indent=2),
        json.dumps([RECORD], indent=2),
        json.dumps(RECORD) + "\n",
        json.dumps(RECORD | {"date": None, "published": "2019-10-15T22:10:00+02:00"}),
        json.dumps(RECORD | {"date": "Tue, 15 Oct 2019 22:10:00 +0200"}),
    ],
    ids=["object", "list", "line", "published", "mail date"],
)
def test_json_file(tmp_path, content):
    assert one(file(tmp_path, "a.json", content)).published == date(2019, 10, 15)


def test_several_lines_in_a_json_file(tmp_path):
    lines = "\n".join(json.dumps({"id": n, "text": BODY}) for n in range(3))
    assert [a.id for a in read(file(tmp_path, "a.json", lines))] == ["0", "1", "2"]


def test_csv(tmp_path):
    table = f'id,Title,text,date,source\r\n1,"Ministers, met","{BODY}\n\nMore.",2019-10-15,Wire\r\n'
    article = one(file(tmp_path, "a.csv", table))
    assert article.text == f"{BODY}\n\nMore."
    assert (article.title, article.published) == ("Ministers, met", date(2019, 10, 15))
    other = table.replace(",", ";").replace("Ministers;", "Ministers,")
    assert one(file(tmp_path, "b.csv", other)).title == "Ministers, met"


def test_long_cell(tmp_path):
    assert len(one(file(tmp_path, "a.csv", f'text\n"{BODY * 3000}"\n')).text) > 131_072


def test_reading_is_lazy(tmp_path):
    path = file(tmp_path, "a.jsonl", json.dumps(RECORD) + "\n{broken\n")
    assert next(read(path)).id == "wire-1"


# --------------------------------------------------------------------------------------- web pages

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks | Wire</title>
<meta property="og:title" content="Ministers meet in Vienna">
<meta property="og:site_name" content="Example Wire">
<meta property="article:published_time" content="1994-05-10T09:00:00Z">
<link rel="canonical" href="https://example.org/1"></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Ministers meet in Vienna</h1>
<p>The two ministers met in Vienna on Monday, for the first time since the war of 1985.</p>
<p>They agreed to open the border again, and to meet in a month in the other capital, Zoë said.</p>
</article><footer>Terms of use</footer></body></html>"""


def test_web_page(tmp_path):
    article = one(file(tmp_path, "a.html", PAGE))
    assert article.title == "Ministers meet in Vienna"
    assert article.published == date(1994, 5, 10)
    assert (article.url, article.source) == ("https://example.org/1", "Example Wire")
    assert "They agreed to open the border again" in article.text
    assert "World" not in article.text and "Terms" not in article.text


def test_web_page_in_the_encoding_that_it_names(tmp_path):
    page = PAGE.replace("utf-8", "iso-8859-2").replace("Zoë", "Wałęsa").encode("iso-8859-2")
    assert "Wałęsa" in one(file(tmp_path, "a.html", page)).text


def test_web_page_without_an_article(tmp_path):
    assert "no article was found" in problem(file(tmp_path, "a.html", "<html><p></p></html>"))


# --------------------------------------------------------------- folders, archives, standard input


def test_folder_is_read_in_order(tmp_path):
    for name in ("b.txt", "a.txt", "c/d.txt.gz", ".hidden.txt", "gold.jsonl", "README.md"):
        content = f"{BODY} {name}"
        file(tmp_path, name, gzip.compress(content.encode()) if ".gz" in name else content)
    assert [a.source for a in read(tmp_path)] == ["a.txt", "b.txt", "d.txt.gz"]


def test_other_files_of_a_folder_are_noted(tmp_path):
    file(tmp_path, "a.txt", BODY)
    file(tmp_path, "b.pdf", b"%PDF-1.7")
    notes = []
    assert len(list(read(tmp_path, on_bad=notes.append))) == 1
    assert "1 .pdf" in str(notes[0]) and len(notes) == 1


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.gz", "a.jsonl"])
def test_packed(tmp_path, name):
    assert one(file(tmp_path, name, gzip.compress(json.dumps(RECORD).encode()))).id == "wire-1"


@pytest.mark.parametrize("content", [json.dumps(RECORD), BODY, PAGE], ids=["json", "text", "page"])
def test_standard_input(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert "ministers met in Vienna" in one("-").text
    assert not sys.stdin.closed


# --------------------------------------------------------------------------------------- encodings

FOREIGN = "Zoë Šarić met François — “at last”, she said to Erdoğan in Zürich."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_unicode(tmp_path, encoding, name):
    content = (
        FOREIGN if name == "a.txt" else json.dumps({"text": FOREIGN}, ensure_ascii=False) + "\n"
    )
    assert one(file(tmp_path, name, content.encode(encoding))).text == FOREIGN


def test_windows_text(tmp_path):
    text = "Zoë met François — “at last”, she said. It cost €5."
    assert one(file(tmp_path, "a.txt", text.encode("cp1252"))).text == text


def test_a_damaged_byte_does_not_spoil_the_rest(tmp_path):
    raw = FOREIGN.encode().replace("ğ".encode(), b"\xc4")
    assert one(file(tmp_path, "a.txt", raw)).text == FOREIGN.replace("ğ", "\ufffd")


@pytest.mark.parametrize(
    "raw",
    [
        "Министр прибыл в Вену в понедельник".encode("cp1251"),
        "大臣は月曜日に会った".encode("shift-jis"),
    ],
)
def test_other_encodings_are_refused(tmp_path, raw):
    assert "encoding that is not read" in problem(file(tmp_path, "a.txt", raw))


def test_what_cannot_be_written_is_replaced_one_for_one(tmp_path):
    line = r'{"text": "Tehran\u0000 met \ud83d Baku.", "title": "\udc00"}'
    article = one(file(tmp_path, "a.jsonl", line))
    assert article.text == "Tehran\ufffd met \ufffd Baku."
    article.text.encode()
    assert one(
        file(tmp_path, "b.txt", b"Tehran\x00 met Baku, and the talks went on all the day.\n" * 9)
    )


# --------------------------------------------------------------------------------------- bad input


def test_missing_file(tmp_path):
    file(tmp_path, "articles/a.txt", BODY)
    assert "Nearest: 'articles'" in problem(tmp_path / "artcles")
    assert "Nearest: 'articles'" in problem(tmp_path / "artcles" / "a.txt")
    assert "Nearest: 'a.txt'" in problem(tmp_path / "articles" / "b.txt")
    assert "no file or folder" in problem("x" * 5000)
    assert "an address" in problem("https://example.org/1")


def test_empty(tmp_path):
    for name in ("a.txt", "b.jsonl", "c.csv", "d.html", "e.json", "f"):
        assert "is empty" in problem(file(tmp_path, name, b""))
    assert "is empty" in problem(file(tmp_path, "g.txt", " \n\t\n"))
    assert "is empty" in problem(file(tmp_path, "h.jsonl", "\n\n"))
    (tmp_path / "folder").mkdir()
    assert "holds no article" in problem(tmp_path / "folder")


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n", "a picture"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a"])
def test_binary(tmp_path, raw, named, name):
    assert named in problem(file(tmp_path, name, raw))


def test_broken_json_names_line_and_column(tmp_path):
    path = file(tmp_path, "a.jsonl", json.dumps(RECORD) + '\n{"text": "x" "y"}\n')
    assert f"{path}:2:14 is broken JSON" in problem(path)
    whole = file(tmp_path, "b.json", '{"text":\n "x" "y"}')
    assert f"{whole}:2:6 is broken JSON" in problem(whole)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "no JSON object"),
        ('"text"', "no JSON object"),
        ("{}", "has no 'text'"),
        ('{"txt": "x"}', "Nearest: 'txt'"),
        ('{"text": ["x"]}', "a 'text' that is a list"),
        ('{"text": "  "}', "is empty"),
        ('{"text": "x", "title": {}}', "a 'title' that is an object"),
        ('{"text": "x", "date": "15/10/2019"}', "the date '15/10/2019'; wanted"),
        ('{"text": "x", "date": "2019-02-30"}', "the date '2019-02-30'"),
        ('{"text": "x", "id": true}', "an 'id' that is true or false"),
        ("[" * 100_000, "JSON beyond measure"),
        ('{"text": ' + "1" * 5000 + "}", "JSON beyond measure"),
        (json.dumps({"text": "x" * 1_000_001}), "1,000,001 characters"),
    ],
)
def test_bad_record(tmp_path, line, said):
    path = file(tmp_path, "a.jsonl", line)
    message = problem(path).replace(" a 'id'", " an 'id'")
    assert said in message and str(path) in message


def test_bad_csv(tmp_path):
    assert "no column 'text'; its columns are id, body" in problem(
        file(tmp_path, "a.csv", "id,body\n")
    )
    path = file(tmp_path, "b.csv", "id,text\n1,Well, well\n")
    assert f"{path}:2 has 3 cells" in problem(path)


def test_broken_archive(tmp_path):
    packed = gzip.compress((json.dumps(RECORD) + "\n").encode() * 999)
    assert "broken gzip" in problem(file(tmp_path, "a.jsonl.gz", packed[:-20]))


def test_same_id(tmp_path):
    again = json.dumps(RECORD)
    assert one(file(tmp_path, "a.jsonl", f"{again}\n{again}\n")).id == "wire-1"
    other = json.dumps(RECORD | {"text": "Another text."})
    path = file(tmp_path, "b.jsonl", f"{again}\n{other}\n")
    assert f"{path}:2 has the id 'wire-1' of another text" in problem(path)


def test_skip_bad_reads_the_rest_and_tells_each_problem_once(tmp_path):
    lines = [
        json.dumps({"id": "1", "text": BODY}),
        "{",
        "{}",
        json.dumps({"id": "2", "text": BODY}),
    ]
    inputs = [
        tmp_path / "missing.txt",
        file(tmp_path, "a.jsonl", "\n".join(lines).encode() + b"\n\x81\x81\n"),
        file(tmp_path, "b.txt", b""),
        file(tmp_path, "c.txt", b"%PDF"),
        file(tmp_path, "d.txt", BODY),
    ]
    problems = []
    articles = list(read(*inputs, skip_bad=True, on_bad=problems.append))
    assert [a.id for a in articles] == ["1", "2", article_id(BODY)]
    assert len(problems) == len(set(map(str, problems))) == 6
    assert sum(isinstance(p, BadArticle) for p in problems) == 3


def test_without_a_callback_problems_are_warnings(tmp_path):
    with pytest.warns(UserWarning, match="There is no file"):
        assert list(read(tmp_path / "a.txt", skip_bad=True)) == []


@settings(deadline=None)  # the first web page loads a library
@given(st.binary(max_size=300), st.sampled_from(["txt", "jsonl", "json", "csv", "html", "gz"]))
def test_any_bytes_give_articles_or_a_named_problem(tmp_path_factory, raw, ending):
    path = file(tmp_path_factory.getbasetemp(), f"fuzz.{ending}", raw)
    for article in read(path, skip_bad=True, on_bad=lambda p: str(p).index(str(path))):
        article.text.encode()
        assert article.text.strip()


# --------------------------------------------------------------------------------------- furniture


def marked(example: str) -> tuple[str, list[str]]:
    """The example without its marks, and the parts between them."""
    if "«" not in example:
        return example, [example]
    parts = [part.partition("»") for part in example.split("«")]
    return "".join(a + b for a, _, b in parts), [inside for inside, _, _ in parts[1:]]


EXAMPLES = [pytest.param(e, id=f"{r.name}-{i}") for r in rules() for i, e in enumerate(r.examples)]
KEEP = [pytest.param(e, id=f"{r.name}-{i}") for r in rules() for i, e in enumerate(r.keep)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_furniture_is_found(example):
    text, wanted = marked(example)
    assert [text[start:end] for start, end in furniture(text)] == wanted


@pytest.mark.parametrize("text", KEEP)
def test_prose_is_kept(text):
    assert furniture(text) == []


def test_lines_of_a_broken_paragraph_are_no_furniture():
    text = (
        "Presidents meet in Vienna\n\nThe leader of the largest party in the chamber\n"
        "and the chairman of the foreign committee met\nAdaeze Okonjo and Piet van der Meer\n"
        "in Nairobi and spoke for a whole day about\nthe war.\nThey were later joined by\n"
        "Lars Holm.\n\nRead more: Why they fell out\n"
    )
    assert [text[start:end] for start, end in furniture(text)] == ["Read more: Why they fell out"]


def test_article_carries_its_furniture(tmp_path):
    text = f"Ministers meet in Vienna\n\nBy Adaeze Okonjo\n\n{BODY}\n"
    article = one(file(tmp_path, "a.txt", text))
    assert [text[start:end] for start, end in article.furniture] == ["By Adaeze Okonjo"]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_furniture_spans_are_sorted_and_apart(text):
    spans = furniture(text)
    flat = [offset for span in spans for offset in span]
    assert flat == sorted(set(flat))
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_long_lines_take_no_long_time():
    """No pattern may backtrack without end: 200,000 characters of traps in about a second."""
    traps = (
        "A" * 200_000,
        "Ab " * 60_000,
        "12:30 " * 30_000,
        "By " + "De la Cruz " * 9_000,
        "(" * 90_000,
    )
    for text in traps:
        furniture(text)


def test_parse_date():
    assert parse_date("1 May 1994") == date(1994, 5, 1)
    assert parse_date("1994") is None
    assert parse_date("31 February 1994") is None
