"""What comes along with a sentence that is copied from a web page, and is nothing that anybody would say."""

import html
import re

_TAGS = "a|b|br|code|div|em|h[1-6]|i|li|mark|ol|p|small|span|strong|sub|sup|u|ul"
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_MARKS = (
    (re.compile(rf"</?(?:{_TAGS})(?:\s+[\w-]+=[^<>]*)?\s*/?>", re.IGNORECASE), " "),  # but "the <script> tag"
    (re.compile(r"!?\[([^\[\]]+)\]\(https?://[^()\s]+\)"), r"\1"),  # a link, of which the text stays
    (re.compile(r"(?<!\w)\*\*(?=\S)([^*]+)(?<=\S)\*\*(?!\w)"), r"\1"),
    (re.compile(r"(?:(?<=\w)\s|(?<=[.,;:!?)]))\[[1-9]\d?\](?!\w)"), ""),  # a footnote, but no "a[1]"
    (re.compile(r"^\s*(?:(?:tip|step)\s*#?\d+\s*[:.)-]|#+|\d{1,2}[.)]|\(\d{1,2}\)|[-*•–—>])\s+", re.IGNORECASE), ""),
    (re.compile(r"^\s*(?:\d{1,2}[.)](?=[A-Z][a-z])|[•–—](?=\w))"), ""),
    (re.compile(r"https?://\S+"), ""),
)


def unpasted(text: str) -> str:
    """The sentence without list numbers, tags, entities, markdown and footnotes; as it was where nothing is left."""
    plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    for mark, instead in _MARKS:
        plain = mark.sub(instead, plain)
    return " ".join(plain.split()) or text
