"""Letters to sounds by rule, where libespeak-ng is not there: rough, small, and never at a loss.

At each place the first rule that fits is taken. Measured by benchmarks/pronunciations.py: about three words in ten
come out as in the dictionary, so this is a last resort.
"""

import re

from voiceprep.pronounce.lexicon import Pronunciation

_MAGIC_E = r"(?=[^aeiouywx]e(?:[sd]?$|ly|ment|ness|less))"  # the e that makes "made" and "fines" long
_SOFT = r"(?=[eiy])"

_RULES: tuple[tuple[str, str], ...] = (
    # letters, as a regular expression at the place; phones
    (r"augh", "AO"), (r"aigh", "EY"), (r"ai|ay", "EY"), (r"au|aw", "AO"), (r"air", "EH R"), (r"ae", "EY"),
    (r"are$", "EH R"), (r"arr(?=[aeiouy])", "EH R"), (r"ar(?=[aeiouy])", "EH R"), (r"ar", "AA R"),
    (r"al(?=k)", "AO"), (r"all", "AO L"), (r"(?<=w)a(?=[dnst])", "AA"),
    (r"ation", "EY SH AH N"), (r"able$", "AH B AH L"), (r"age$", "IH JH"), (r"al$", "AH L"), (r"an$", "AH N"),
    (rf"a{_MAGIC_E}", "EY"), (r"aste", "EY S T"), (r"a$", "AH"), (r"^a(?=[bcdfglnprstv][aeiou])", "AH"), (r"a", "AE"),
    (r"bb", "B"), (r"(?<=m)b$", ""), (r"b", "B"),
    (r"cch", "K"), (r"ch(?=[rl])", "K"), (r"ch", "CH"), (r"ck", "K"), (rf"sc{_SOFT}", "S"), (rf"cc{_SOFT}", "K S"),
    (r"cia", "SH AH"), (r"cio", "SH AH"), (rf"c{_SOFT}", "S"), (r"cc", "K"), (r"c", "K"),
    (r"dge?", "JH"), (r"dd", "D"), (r"d", "D"),
    (r"eigh", "EY"), (r"eau", "OW"), (r"ee|ea(?!r)|ei|ie(?=[fv])", "IY"), (r"ear|eer", "IH R"), (r"ew|eu", "UW"),
    (r"ey$", "IY"), (r"err?(?=[aeiouy])", "EH R"), (r"er", "ER"),
    (r"(?<=[td])ed$", "IH D"), (r"(?<=[pkfsxh])ed$", "T"), (r"(?<=[^aeiouy])ed$", "D"),
    (r"(?<=[sxzh])es$", "IH Z"), (r"(?<=[cg])es$", "IH Z"), (r"(?<=[ptkf])es$", "S"), (r"(?<=[aeiouy].)es$", "Z"),
    (r"el$", "AH L"),
    (r"en$", "AH N"), (r"ely$", "L IY"), (rf"e{_MAGIC_E}", "IY"), (r"^e$", "IY"), (r"(?<=^.)e$", "IY"), (r"e$", ""),
    (r"e(?=ment|ness|less|ful)", ""), (r"e", "EH"),
    (r"ff", "F"), (r"f", "F"),
    (r"^gh", "G"), (r"gh(?=t)", ""), (r"gh", ""), (r"^gn", "N"), (r"gn$", "N"), (r"gg", "G"), (r"gu(?=[ei])", "G"),
    (rf"g{_SOFT}", "JH"), (r"g", "G"),
    (r"h(?=[aeiouy])", "HH"), (r"h", ""),
    (r"igh", "AY"), (r"ign$", "AY N"), (r"ield", "IY L D"), (r"ier$", "IY ER"), (r"ies$", "IY Z"), (r"ied$", "IY D"),
    (r"ie$", "IY"), (r"ia", "IY AH"), (r"io(?=us|n)", "IY"), (r"io", "IY OW"), (r"ir", "ER"),
    (r"ize(?=[sd]?$)", "AY Z"), (r"ing$", "IH NG"), (r"ind$", "AY N D"), (r"ild$", "AY L D"),
    (r"ine(?=s?$)", "IY N"), (rf"i{_MAGIC_E}", "AY"), (r"i$", "IY"), (r"^i(?=[aeou])", "AY"), (r"i", "IH"),
    (r"j", "JH"), (r"^kn", "N"), (r"kk", "K"), (r"k", "K"),
    (r"(?<=[bcdfgkpstz])le(?=s?$)", "AH L"), (r"ll", "L"), (r"l", "L"),
    (r"mm", "M"), (r"m", "M"),
    (r"ng(?=ing|$)", "NG"), (r"ng(?=[ls])", "NG"), (r"nk", "NG K"), (r"nn", "N"), (r"n(?=g[aou])", "NG"), (r"n", "N"),
    (r"ough$", "OW"), (r"ought", "AO T"), (r"ou(?=s)", "AH"), (r"ould", "UH D"), (r"our", "AO R"), (r"ou", "AW"),
    (r"oo(?=k)", "UH"), (r"oor", "AO R"), (r"oo", "UW"), (r"oi|oy", "OY"), (r"oa|oe", "OW"), (r"ow$", "OW"),
    (r"ow(?=[ein]r?)", "OW"), (r"ow", "AW"), (r"(?<=[^aeiou])or$", "ER"), (r"ore?", "AO R"), (r"old", "OW L D"),
    (r"on$", "AH N"), (rf"o{_MAGIC_E}", "OW"), (r"o$", "OW"), (r"o(?=[aeiu])", "OW"), (r"o", "AA"),
    (r"^ps", "S"), (r"ph", "F"), (r"pp", "P"), (r"p", "P"),
    (r"que$", "K"), (r"qu", "K W"), (r"q", "K"),
    (r"^rh", "R"), (r"rr", "R"), (r"r", "R"),
    (r"sch", "SH"), (r"sh", "SH"), (r"ssion", "SH AH N"), (r"sion", "ZH AH N"), (r"ss", "S"),
    (r"(?<=[eobdglmnrvwy])s$", "Z"), (r"(?<=[aeiou])se(?=s?$)", "Z"), (r"s", "S"),
    (r"tion", "SH AH N"), (r"tch", "CH"), (r"th", "TH"), (r"tia", "SH AH"), (r"ture$", "CH ER"), (r"tt", "T"),
    (r"t", "T"),
    (r"ur", "ER"), (r"(?<=g)u(?=[ei])", ""), (r"um$", "AH M"), (r"us$", "AH S"), (rf"(?<=[bcfhmp])u{_MAGIC_E}", "Y UW"),
    (rf"u{_MAGIC_E}", "UW"), (r"^uni", "Y UW N IH"), (r"u$", "UW"), (r"u(?=[aio])", "UW"), (r"u", "AH"),
    (r"v+", "V"), (r"^wr", "R"), (r"wh", "W"), (r"(?<=[aeo])w$", ""), (r"w", "W"),
    (r"^x", "Z"), (r"x", "K S"),
    (r"^y(?=.)", "Y"), (rf"y{_MAGIC_E}", "AY"), (r"(?<=[^aeiou])y$", "IY"), (r"y(?=[aeou])", "Y"),
    (r"y", "IH"),
    (r"zz", "Z"), (r"z", "Z"),
)  # fmt: skip
_COMPILED = tuple((re.compile(letters), tuple(phones.split())) for letters, phones in _RULES)


def by_rule(word: str) -> Pronunciation:
    """Sound out a word of the letters a to z; anything else in it is silent."""
    at, phones = 0, list[str]()
    while at < len(word):
        for rule, sounds in _COMPILED:
            if match := rule.match(word, at):
                phones += sounds
                at = match.end()
                break
        else:
            at += 1
    return tuple(phones)
