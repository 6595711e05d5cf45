"""Words that advise, join or fill in a tip sentence, and so are no part of its key points."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVICE = _words(
    """
    add adopt aim analyse analyze apply ask avoid be begin bring choose clarify cite compare connect consider define
    demonstrate describe discuss distinguish emphasise emphasize ensure evaluate explain explore express finish give
    help helps identify illustrate include includes including indicate introduce justify keep know make mention notice
    offer pick practise prefer present provide quantify recommend refer relate remember reveal say sketch speak specify
    start suggest summarise summarize take talk tell think try understand use used using utilise utilize walk want
    """
)
ADVICE_IF_FIRST = _words(
    """
    address answer balance build check contrast cover focus frame handle highlight improve lead link list look name note
    outline plan point practice share show state stress structure support touch work
    """
)
"""Advice only where a phrase begins: in "name the data structure" the last is a noun."""
GRAMMAR = _words(
    """
    a about above across after against all along also although always am among an and any are around as at based because
    been before being between both but by can cannot could did do does doing done during each either else even ever
    every few first for from get gets getting go goes going had has have having he her his how i if in instead into is
    it its itself just last least less like many may me might more most much must my need needed needs never next no
    none nor not of off on once one only onto or other others our out over own per rather same second she should since
    so some still such than that the their them then there these they third this those through throughout to together
    too toward towards under until up upon us very via was we well were what when where whether which while who whom
    whose why will with within without would yet you your yourself you'd you'll you've you're it's that's don't i'd i'll
    i've versus vs e.g i.e etc eg ie
    """
)
FUNCTION_WORDS = _words(
    """
    a about also an and any are as at be because been being between both but by can could did do does doing during for
    from had has have having he her his how i if in into is it its just may might much must of on or our s she should so
    some such t than that the their them then there these they this those through to up very was we were what when
    where which while who whose why will with would you your
    """
)
"""What parts the phrases of a statement, which says itself what an answer could say."""
ADDRESSED = _words(
    "answer answers candidate candidates interviewer interviewers you you'd you'll you're you've your yourself"
)
"""Words by which a sentence is known to be advice."""
FILLERS = _words(
    """
    actual appropriate available aware basic best better clear common complex concrete core crucial deep detailed
    different effective essential familiar final first-hand full general good great important key main necessary new
    overall particular personal possible practical proper real real-world relevant robust several similar simple solid
    specific strong successful sure typical useful various visual
    """
)
"""No phrase begins with one of them, and none is made of them: "robust evaluation" is evaluation."""
CONTAINERS = _words(
    """
    ability approach approaches area areas aspect aspects awareness benefit benefits concept concepts consideration
    considerations context decision decisions detail details difference differences effect effects example examples
    experience experiences fact factor factors familiarity goal goals idea ideas impact impacts implication implications
    importance instance issue issues kind kinds knowledge lot manner meaning method methods notion number objective
    objectives option options order part parts people person piece principle principles problem problems process
    project projects question questions reason reasons result results role scenario scenarios sense side sides
    significance situation situations skill skills solution solutions step steps stories story strategies strategy
    strength technique techniques term terms thing things thought thoughts time times tool tools topic topics trade-off
    trade-offs tradeoff tradeoffs type types understanding usage value values way ways word words
    """
)
"""Nouns that hold the point rather than being it, left out at either end: "profiling tools" is profiling."""
MODIFIER_ENDINGS = ("al", "ive", "ic", "ous", "ary", "ed", "ful", "ant", "ent", "ar")
"""A word that ends so, before "and", waits for a noun: "horizontal and vertical scaling"."""
EARN_NOTHING_ALONE = _words("algorithm algorithms code data dataset metric metrics model models system team")
LY_NOUNS = _words("anomaly assembly family monopoly reply supply")
