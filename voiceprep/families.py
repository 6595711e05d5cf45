"""Word families: "quantize", "quantizing" and "quantization" share a key, "universe" and "university" do not.

The Snowball stemmer does most of it. Own rules and lists add what it leaves apart (transmission, transmit; paid, pay)
and keep apart what it throws together and a listener must not: "production" is no "product", "probably" no
"probability", "normalization" nothing normal. The lists were made by looking through the families that it makes of the
40,000 commonest English words, first those in which WordNet sees no kinship: no customer is custom.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

LIGHT_WORDS = frozenset("after all before each every more most no not only other out over".split())  # noqa: SIM905
"""Words that may belong to a point ("executed at least once", "not more than two") but are none by themselves."""

_SNOWBALL = stemmer("english")

_ALONE = """
activism activity apartment applicant application audition author authority backing badger bagging banner barber barter
batter beaker bearing bitter blazer bother brother browser bumper bunker burger business busy butter candid career
carter celebrity center charter clipper clover coaster collective commoner compass computer conductor conference
considerable considerate consumer container contention contraction contractor cooper copper corner coroner counter
cracker crater creditor critter cursor customer dagger delicacy department detective dinner directive director
discretion diversion docker doctor drawer edition emergency empirical employer escalator excel excellence excellent
executive expectation extremism extremity fabric factor fender festive fitness flatter flicker flooring flower folder
foundation founder gutter halter hammer handful hanger harness header heather hospitality housing identical identity
informal initiative integral integrity ironic knowledge ladder latter ledger letter lining litter locker luster majority
manner master matter mechanism medication memorial mineral minor minority mirror mister morale mother muster
mutter nominal number numerous objective occupancy officer optimism optimist organic outlier padding pastor patter
pepper personal personality physics platter pointer ponder poster potter present prisoner privacy procession processor
product professor projection projector prospective prosper provision publicity quarter rafter ranger rational reactor
reception receptor recession relational remarkable respectable respective rubber saucer scatter seasoning sector senator
sensor server sever several shatter shopping shoulder shower slipper spanner springer stagger stranger subjective
succession successive successor suite summer supper sweater tailor tanker teller temper temporal tender tensor terminal
timing tire topping tractor traitor transformer treasurer vacation vendor voucher waiter wander wellness wither witness
wonder
"""
"""Words whose stem is another's: their families are what is inflected of them ("positions", "positioned")."""
_ALONE_TOGETHER = """
accountable accountability
accounting accountant accountancy
activate activation
addition additional additionally
authentication authenticate authenticator
better betterment
compassion compassionate
competent competence competency
conductivity conductive
consistent consistency consistently
conversation conversational
critic criticism criticize
design designer
designate designation
engineering engineer
experiment experimental experimentation
format formatted formatting formatter
former formerly
general generally
important importance importantly
information informational
kindness kindly
logistics logistical
marketing marketer
mentor mentorship
mechanic mechanics mechanical mechanically
original originally
ownership owned owning
partner partnership
polite politely politeness
position positional
positive positively positivity
presentation presented presenting presenter presents
prioritize prioritization priorities
probability probabilistic
production productionize
productive productivity productively
relative relatively
responsible responsibility responsibly
restore restoration
severe severity severely
sincere sincerity sincerely
state stateful stateless
tired tiring
validate validation validator
"""
"""The same with what is made of them, a family a line."""
_OWN = {
    word: words[0]
    for words in (*([word] for word in _ALONE.split()), *map(str.split, _ALONE_TOGETHER.strip().splitlines()))
    for word in words
}
_ADVERBS = frozenset(
    """
    absolutely accordingly actually additionally admittedly allegedly alternatively apparently approximately awfully
    barely basically broadly certainly comparatively completely consequently considerably conversely currently decidedly
    definitely drastically entirely equally essentially evenly eventually evidently exactly extremely fairly finally
    firstly formerly frankly fully fundamentally generally genuinely greatly hardly highly honestly hopefully hugely
    ideally immensely incidentally increasingly incredibly inevitably initially instantly interestingly ironically
    largely lastly lately likely literally luckily mainly merely mostly namely naturally nearly normally notably
    obviously occasionally oddly overly partially particularly partly personally possibly potentially practically
    precisely predominantly preferably presently presumably probably properly purely quickly rarely readily really
    reasonably recently remarkably reportedly respectively roughly sadly scarcely secondly seemingly seriously shortly
    similarly simply slightly solely specially specifically strangely strictly subsequently substantially suddenly
    supposedly surely surprisingly technically terribly thankfully totally tremendously truly typically ultimately
    undoubtedly unfortunately usually utterly vastly virtually widely
    """.split()  # noqa: SIM905
)
"""Said without meaning the word that they come from: "normally" makes no point about a normal distribution."""

_MADE_OF = {
    made: word
    for word, all_made in {
        "abolish": "abolition", "absent": "absence", "absorb": "absorption", "acquire": "acquisition",
        "administer": "administration", "advise": "advice", "agree": "agreement", "allergic": "allergy",
        "ambitious": "ambition", "analyze": "analyses analysis analyst analytic analytical analytically analytics",
        "antenna": "antennae", "apologize": "apology", "appendix": "appendices", "argue": "argument",
        "arise": "arose arisen", "awake": "awoke", "axis": "axes", "bacterium": "bacteria", "bake": "baker",
        "bankrupt": "bankruptcy", "become": "became", "begin": "began begun", "believe": "belief", "bend": "bent",
        "bleed": "bled", "blow": "blew blown", "break": "broke broken", "breathe": "breath", "breed": "bred",
        "bring": "brought", "build": "built", "buy": "bought buyer", "calf": "calves", "catch": "caught",
        "caution": "cautious cautiously", "child": "children", "choose": "choice chose chosen", "cite": "citation",
        "cling": "clung", "compare": "comparison", "complain": "complaint", "comply": "compliance compliant",
        "contain": "containment", "create": "creation", "creep": "crept", "crisis": "crises", "criterion": "criteria",
        "curious": "curiosity", "curriculum": "curricula", "deal": "dealt", "deduct": "deduction",
        "define": "definition", "demolish": "demolition", "dense": "density", "deny": "denial", "depart": "departure",
        "destroy": "destruction", "diagnose": "diagnosis diagnoses diagnostic", "difficult": "difficulty", "dig": "dug",
        "disclose": "disclosure", "draw": "drawn drew", "drink": "drank drunk", "drive": "driven drove",
        "eat": "ate eaten", "embedded": "embed", "empathize": "empathy empathetic empathic", "emphasize": "emphasis",
        "enclose": "enclosure", "enquire": "enquiry", "enter": "entry", "evolve": "evolution",
        "explain": "explanation explanatory", "expose": "exposure", "fail": "failure", "fall": "fallen fell",
        "feed": "fed", "feel": "felt", "fight": "fought", "find": "found", "flee": "fled", "fluent": "fluency",
        "fly": "flew flown", "foot": "feet", "foresee": "foresaw foreseen", "forget": "forgot forgotten",
        "formula": "formulae", "freeze": "froze frozen", "frequent": "frequency", "fungus": "fungi",
        "generous": "generosity", "give": "gave given", "goose": "geese", "grieve": "grief",
        "grow": "grew grown growth", "guide": "guidance", "half": "halves", "hang": "hung", "hear": "heard",
        "hide": "hid hidden", "hold": "held", "honest": "honesty", "hypothesis": "hypotheses",
        "index": "indexes indices", "infect": "infectious", "injure": "injury", "inquire": "inquiry",
        "judge": "judgment", "keep": "kept", "knife": "knives", "know": "knew known", "larva": "larvae", "lay": "laid",
        "lead": "led", "leak": "leakage", "lend": "lent", "loaf": "loaves", "lose": "loses losing lost",
        "loyal": "loyalty", "maintain": "maintenance", "make": "made maker", "man": "men", "matrix": "matrices",
        "maximum": "maxima", "meet": "met", "minimum": "minima", "mislead": "misled", "misunderstand": "misunderstood",
        "mix": "mixture", "mouse": "mice", "move": "movement", "nucleus": "nuclei", "optimum": "optima",
        "outgrow": "outgrew", "overcome": "overcame", "oversee": "oversaw overseen", "overtake": "overtook",
        "parenthesis": "parentheses", "pay": "paid payment payer", "phenomenon": "phenomena", "precise": "precision",
        "pregnant": "pregnancy", "pronounce": "pronunciation", "prove": "proof proven", "publish": "publication",
        "pure": "purity", "pursue": "pursuit", "radius": "radii", "react": "reaction", "rebuild": "rebuilt",
        "recognize": "recognition", "reconcile": "reconciliation", "redo": "redid redone", "register": "registration",
        "relieve": "relief", "rely": "reliance reliant", "repeat": "repetition repetitive",
        "represent": "representation", "respond": "response responsive responsiveness", "rewrite": "rewrote rewritten",
        "ride": "rode ridden", "ring": "rang rung", "rise": "risen", "run": "ran", "safe": "safer safest",
        "satisfy": "satisfaction", "say": "said", "see": "seen", "seek": "sought", "sell": "sold", "send": "sent",
        "settle": "settlement", "shake": "shook shaken", "shelf": "shelves", "shine": "shone", "shoot": "shot",
        "shrink": "shrank shrunk", "silent": "silence", "simple": "simplicity simpler", "sing": "sang sung",
        "sink": "sank sunk", "sit": "sat", "sleep": "slept", "slide": "slid", "speak": "speech spoke spoken",
        "spectrum": "spectra", "spend": "spent", "spin": "spun", "stable": "stability", "stand": "stood",
        "steal": "stole stolen theft", "stick": "stuck", "stimulus": "stimuli", "strategic": "strategy",
        "strike": "struck stricken", "strive": "strove striven", "strong": "strength", "succeed": "success",
        "summarize": "summary", "surgical": "surgery", "swear": "swore sworn", "sweep": "swept", "swim": "swam swum",
        "swing": "swung", "sympathize": "sympathy sympathetic", "synthesize": "synthesis syntheses",
        "take": "taken took", "teach": "taught", "tear": "tore torn", "tell": "told", "thesis": "theses",
        "thief": "thieves", "think": "thought", "throw": "threw thrown", "tooth": "teeth", "treat": "treatment",
        "undergo": "underwent undergone", "understand": "understood", "undertake": "undertook undertaken",
        "uphold": "upheld", "urgent": "urgency", "vacant": "vacancy", "vary": "variation", "vertex": "vertices",
        "violent": "violence", "wake": "woke woken", "wear": "wore worn", "weave": "wove woven", "weep": "wept",
        "wide": "wider widest", "wife": "wives", "win": "won", "withdraw": "withdrew withdrawn withdrawal",
        "withhold": "withheld", "wolf": "wolves", "woman": "women", "wring": "wrung", "write": "written wrote",
    }.items()
    for made in all_made.split()
}  # fmt: skip
"""Irregular forms, and nouns and adjectives that the stemmer leaves apart from their verb or each other."""

_LATIN = (
    # as the nouns were made: transmission from transmit, extension from extend, collision from collide
    (re.compile(r"(?<=[a-z])(?<!com)mission$"), "mit"),
    (re.compile(r"(?<=[a-z]{2}[ae])nsion$"), "nd"),
    (re.compile(r"(?<=fu)sion$|(?<=evi|rvi)sion$"), "se"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])sion$"), "de"),
    (re.compile(r"pulsion$"), "pel"),
    (re.compile(r"(?<=con|per|sub)version$|(?<=^in)version$"), "vert"),
    (re.compile(r"(?<=^de)ception$|(?<=^per)ception$"), "ceive"),
    (re.compile(r"(?<=intro)duction$|(?<=^in|^re)duction$"), "duce"),
    (re.compile(r"(?<=re|de|bs)tention$"), "tain"),
    (re.compile(r"(?<=er|ra)vention$"), "vene"),
    (re.compile(r"(?<=com)position$|(?<=^op)position$"), "pose"),
    (re.compile(r"solution$"), "solve"),
    (re.compile(r"(?<=[a-z]{2})umption$"), "ume"),
    (re.compile(r"(?<=[a-z]{2})cription$"), "cribe"),
    (re.compile(r"(?<=im)plication$|(?<=multi)plication$"), "ply"),
    (re.compile(r"(?<=[a-z]{2})ification$"), "ify"),
    (re.compile(r"(?<=[a-z]{3})acy$"), "ate"),  # accuracy, accurate
    (re.compile(r"(?<=li|co)very$"), "ver"),  # delivery, discovery
    (re.compile(r"(?<=occu|recu|defe|refe|dete)rr(?:al|ence|ent)$"), "r"),  # referral, occurrence
)
_LATIN_ENDINGS = ("ion", "acy", "very", "al", "ence", "ent")
_IZE = re.compile(r"(?<=[a-z]{3}i)z(?:e|ed|es|er|ers|ing|ation|ations|able)$")
"""A verb in -ize is no form of what it stands on: regularization makes nothing regular."""
_AGENT = re.compile(r"^(\w{4,})[eo]r$")
_DOUBLED = re.compile(r"(?<=[a-z]{3})([bdgmnpt])\1$")  # "debugg", "programm": what the stemmer leaves of an agent
_SHORT_PLURAL = re.compile(r"^([^aeiouy]{2,}[aiou]?)s$")  # "LLMs", "SLAs"
_LEAST = 3
"""Letters: of a shorter word nothing is taken."""

_PLURAL_Y = re.compile(r"(?<=[a-z]{2})ies$")  # "policies"
_PLURAL_ES = re.compile(r"(?<=ss|[a-z]x)es$|(?<=ch|sh)es$")  # "losses", "indexes", "batches"
_PLURAL = re.compile(r"(?<=[a-z]{2}[^siu])s$")  # "curves"; not "loss", "analysis", "status"
_NO_PLURAL = frozenset(
    """
    alias always analytics atlas basics bias business dynamics economics electronics graphics logistics mathematics
    mechanics physics robotics semantics canvas does ethics gas goods has its keras kubernetes less news pandas
    perhaps plus process redis sales series species statistics this thus toward towards us versus was yes
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=16384)
def family(word: str) -> str:
    """The key of `word`, in normal form, that its whole family shares; no word to be shown."""
    for base in _bases(word):
        if base in _OWN:
            return _OWN[base].upper()  # not even nearly a stem
    if word in _ADVERBS:
        return word
    one = word if word in _NO_PLURAL else singular(_SHORT_PLURAL.sub(r"\1", word))
    word = _MADE_OF.get(word) or _MADE_OF.get(one, one)
    if len(word) <= _LEAST:
        return word
    if (verb := _IZE.sub("z", word)) != word:
        return verb
    if word.endswith(_LATIN_ENDINGS):
        for noun, base in _LATIN:
            word = noun.sub(base, word)
    stem = _DOUBLED.sub(r"\1", str(_SNOWBALL.stemWord(word)))
    # "sender", "router", "shorter": the stemmer knows "scraping" to be of "scrape", "planning" of "plan"
    return str(_SNOWBALL.stemWord(f"{agent[1]}ing")) if (agent := _AGENT.match(stem)) else stem


def _bases(word: str) -> Iterator[str]:
    """Yield `word` and what it may be a regular inflection of."""
    yield word
    yield singular(word)
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            base = word.removesuffix(ending)
            yield from (base, f"{base}e")


def singular(word: str) -> str:
    """`word` in the singular where it is a regular plural; names and abbreviations stay, but for "APIs"."""
    if word.casefold() in _NO_PLURAL:
        return word
    if word[:-1].isupper() and word.endswith("s"):
        return word[:-1]
    if not word.islower():
        return word
    plain = _PLURAL_Y.sub("y", word)
    if plain == word:
        plain = _PLURAL_ES.sub("", word)
    return _PLURAL.sub("", plain) if plain == word else plain
