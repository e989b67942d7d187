"""HTML pages: running text, block by block, with the heading it stands under."""

from __future__ import annotations

from lxml import html

from trainyard_training.corpus.extract.passage import Passage

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {"p", "li", "td", "th", "dt", "dd", "pre", "caption"}
_SKIPPED = {"script", "style", "header", "footer", "aside", "nav", "noscript", "head", "pre", "code"}


def read_page(content: bytes) -> list[Passage]:
    """Paragraphs and headings of a page's body; hidden alternatives, code and navigation are left out."""
    if not content.strip():
        return []
    tree = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    for element in list(tree.iter(*_SKIPPED)) + tree.xpath("//*[@hidden]"):
        if element.getparent() is not None:
            element.drop_tree()
    found: list[Passage] = []
    heading: str | None = None
    for block in tree.iter(*_BLOCKS):
        if any(child.tag in _BLOCKS for child in block.iterdescendants()):
            continue
        text = " ".join(block.text_content().split())
        if not text:
            continue
        if block.tag in _HEADINGS:
            found.append(Passage(text=text))
            heading = text
        else:
            found.append(Passage(text=text, heading=heading))
            heading = None
    return found
