"""What comes along with a sentence that is copied from a web page, and is nothing that anybody would say."""

import html
import re

_MARKS = (
    (re.compile(r"</?[a-zA-Z][^<>]{0,80}>"), " "),  # tags
    (re.compile(r"!?\[([^\[\]]+)\]\([^()\s]+\)"), r"\1"),  # a link, of which the text stays
    (re.compile(r"\*\*|__|`"), ""),
    (re.compile(r"\s*\[[1-9]\d{0,2}\](?!\w)"), ""),  # a footnote
    (re.compile(r"^\s*(?:(?:tip|step)\s*#?\d+\s*[:.)-]|#+|\d{1,2}[.)]|\(\d{1,2}\)|[-*•–—>])\s+", re.IGNORECASE), ""),
    (re.compile(r"https?://\S+"), ""),
    (re.compile(r"\s+"), " "),
)


def unpasted(text: str) -> str:
    """The sentence without list numbers, tags, entities, markdown and footnotes; as it was where nothing is left."""
    plain = html.unescape(text)
    for mark, instead in _MARKS:
        plain = mark.sub(instead, plain)
    return plain.strip() or text
