"""Proves what each reader finds in a file and what it leaves out."""

import io
import zipfile

from trainyard_training.corpus.extract import Passage, extract

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "menu"
msgid "Open"
msgstr "បើក"

msgid "Untranslated"
msgstr ""

#, fuzzy
msgid "Guess"
msgstr "ទាយ"
"""

PAGE = """<html><head><title>no</title></head><body><nav><p>no</p></nav>
<h1>សុវត្ថិភាព</h1><p>ប្រអប់ <span hidden>no</span>ម៉ាក្រូ</p><p>ទីពីរ</p><pre>code</pre></body></html>"""

FLUENT = "a = បើក\n    .label = បិទ\nb = { -brand } ថ្មី\n# note\n-term = ឈ្មោះ\n"


def test_a_catalogue_gives_translated_entries_with_their_english() -> None:
    assert extract(".po", PO.encode()) == [Passage("បើក", english="Open")]


def test_a_compiled_catalogue_gives_the_same(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import polib

    path = tmp_path / "x.mo"
    polib.pofile(PO).save_as_mofile(str(path))
    assert extract(".mo", path.read_bytes()) == [Passage("បើក", english="Open")]


def test_a_page_gives_its_blocks_and_the_first_one_its_heading() -> None:
    assert extract(".html", PAGE.encode()) == [
        Passage("សុវត្ថិភាព"),
        Passage("ប្រអប់ ម៉ាក្រូ", heading="សុវត្ថិភាព"),
        Passage("ទីពីរ"),
    ]


def test_a_language_pack_gives_plain_strings_in_the_order_of_paths() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("b.properties", "# note\nkey=ទំព័រ\\n ថ្មី\nlong=មួយ\\\nពីរ\n")
        pack.writestr("a.ftl", FLUENT)
        pack.writestr("c.css", "no")
    found = [passage.text for passage in extract(".xpi", content.getvalue())]
    assert found == ["បើក", "បិទ", "ឈ្មោះ", "ទំព័រ  ថ្មី", "មួយពីរ"]
