"""Words that advise, join or fill in a tip sentence, and so are no part of its key points."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVICE = _words(
    """
    add adopt aim analyse analyze apply ask avoid be begin bring choose clarify cite compare connect consider define
    demonstrate describe discuss distinguish emphasise emphasize ensure evaluate explain explore express finish give
    help helps identify illustrate include includes including indicate introduce justify keep know make maintain mention
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
FILLERS = _words(
    """
    ability appropriate approach approaches area areas aspect aspects available aware awareness basic benefit benefits
    best better business clear common complex concept concepts concrete considerations context core crucial decision
    decisions deep detail detailed details difference differences different effect effects effective essential example
    examples experience experiences fact factor factors familiar familiarity final first-hand full general goal goals
    good great idea ideas impact impacts implication implications importance important instance issue issues key kind
    kinds knowledge lot main manner meaning method methods necessary new notion number objectives option options order
    overall part parts particular people person personal piece possible practical principle principles problem problems
    process project projects proper question questions real real-world reason reasons relevant result results robust
    role scenario scenarios sense several side sides significance similar simple situation situations solid solution
    solutions specific step steps stories story strategies strategy strength strong successful sure technique techniques
    term terms thing things thought thoughts time times tool tools topic topics trade-off trade-offs tradeoff tradeoffs
    type types typical understanding usage useful value values various visual way ways word words
    """
)
"""Dropped at either end of a phrase only: "statistical significance testing" keeps its middle."""
EARN_NOTHING_ALONE = _words("algorithm algorithms code data dataset metric metrics model models system team")
LY_NOUNS = _words("anomaly assembly family monopoly reply supply")
