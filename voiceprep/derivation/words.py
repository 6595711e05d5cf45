"""Words that advise, join or fill in a tip sentence, and so are no part of its key points, and what endings tell."""

import re


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


ADVICE = words(
    """
    acknowledge acknowledging add adopt aim analyse analyze answers anybody anyone anything apply ask avoid avoided
    badmouth be begin bring candidate candidates choose cite clarify compare connect consider covering dealt define
    demonstrate describe describing deserve deserves differentiate discuss distinguish emphasise emphasize employers
    ensure evaluate everybody everyone everything explain explaining explore express finish finishing fit fits forget
    give happen happened happens hear help helps identify illustrate include includes including indicate interviewer
    interviewers introduce justify keep know make matter matters mention mentioning neglect nothing notice offer
    outlining overlook pick practise prefer present provide quantify ready recommend recruiter recruiters refer relate
    remember reveal say show showing shows sketch somebody someone something speak specify start suggest summarise
    summarize take talk tell think try understand use used using utilise utilize walk want worked worth
    """
)
ADVICE_IF_FIRST = words(
    """
    address answer assess balance build check contrast cover focus frame handle highlight improve lead link list look
    name note outline plan point practice prioritise prioritize share state stress structure support touch work
    """
)
"""Advice only where a phrase begins: in "name the data structure" the last is a noun."""
TELLING = words(
    "contrast cover far focus frame highlight link list long look name note outline point share state stress"
)
"""Those that say how to tell a thing, not what one did; and what follows "how" rather than being a verb."""
IMPERATIVES = words(
    """
    admit anchor appeal argue articulate assign attach back begin beware blend break call cast challenge check claim
    close combine come complete concede conclude confess confirm contact convey cut decide dedicate deepen defend
    deliver detail devote direct display do don't draw echo elaborate embrace end enrich enumerate establish expand
    expect favour flag flesh fold follow gather get go grasp ground group guide head hint impress insert interpret
    invite invoke itemise itemize jot laud lay lead let map mark mirror mix move nail name-check narrate never
    observe open opt order own paint pair paraphrase pause pinpoint portray position praise preface press probe
    profile project propose prove put qualify question quote rank ration rattle reassure recall recap recite recount
    reference refine reflect reiterate relay rely remain remark remind repeat report request research resist resolve
    respect respond retell review revisit root round rule run sell send separate sequence set settle showcase shrink
    shun sign signal single situate sketch slow smile solve sort sound spell spotlight spread stay steer stick stop
    stretch strive structure study summon suppose surface survey tailor tap teach tell throw tie time tone trace
    track translate treat turn uncover underline underpin underscore unpack value verify view voice volunteer walk
    warn watch weave weigh widen wrap
    """
)
"""Verbs that begin advice, and are much else anywhere but at the beginning of a sentence or after "then"."""
GRAMMAR = words(
    """
    a about above across after afterwards against ahead alike all alone along alongside also although always am amid
    among an and any anyone are around as at away back based because been before beforehand behind being besides
    between beyond both but by can cannot could despite did do does doing don't done down during e.g each eg either
    else etc even ever every everyone few first for former forth from further get gets getting go goes going had has
    have having he her his how however i i'd i'll i've i.e ie if in instead into is it it's its itself just last
    latter less like likewise many may me might more most much must my need needed needs never next no nobody none
    nor not nothing of off often on once one only onto or other others our out over own per rather same second she
    should since so some someone still such than that that's the their them then there these they third this those
    through throughout to together too toward towards under unless unlike until up upon us usually versus very via
    vs was we well were what whatever when whenever where whereas wherever whether which whichever while who whom
    whose why will with within without would yet you you'd you'll you're you've your yourself
    """
)
"""What parts the phrases of advice."""
FUNCTION_WORDS = words(
    """
    a about also an and any are as at be because been being between both but by can could did do does doing during
    e.g eg etc for forth from had has have having he her his how i i.e ie if in into is it its just may might much
    must of on or our s she should so some such t than that the their them then there these they this those through
    to up very was we were what when where which while who whose why will with would you your
    """
)
"""What parts the phrases of a statement, which says itself what an answer could say."""
TIME_TOO = words("any each every")
"""Those that may say when, and so tell nothing of the word before: "team meetings every Monday"."""
MEASURES = words("amount cost costs degree extent lack level levels range series set variety")
"""Nouns of which the point is what several words after "of" say: "the cost of network latency"."""
NUMBERS = words("one two three four five six seven eight nine ten dozen")
ARTICLES = words("a an any each every her his its our the their these this those your")
"""And the like: what a verb's object begins with."""
SUBJECTS = words("answers candidates he i interviewers it she they we who you you'd you'll you've")
"""Pronouns that a verb follows, which is no point: "the plan you triggered", "what happens"."""
AUXILIARIES = words(
    """
    actually also always are been can could did do does had has have is might must never not then was were will would
    """
)
"""What may stand between a pronoun and its verb."""
TO_TELL = words("cite describe discuss emphasise emphasize explain explaining highlight mention mentioning outline")
"""Verbs by which a sentence is known to be advice wherever they stand: "It helps to describe …"."""
OPENERS = words("also always definitely finally first next please then")
"""What may stand before the verb with which advice begins."""
STATES = words("appear are be being feel keep remain seem sound stay")
"""Verbs after which a word says how the speaker is: "be honest", "stay calm"."""
ADDRESSED = words(
    """
    answer answers candidate candidates deserve deserves employers helps hirers interviewer interviewers matters minimum
    must panel recruiter recruiters should worth you you'd you'll you're you've your yourself
    """
)
"""Words by which a sentence is known to be advice."""
FILLERS = words(
    """
    actual appropriate available aware certain concrete different essential example familiar first-hand genuine good
    great hands-on important key logical main necessary own particular possible proper real real-world regular relevant
    several similar specific STAR typical useful various
    """
)
"""No phrase begins with one of them: "specific profiling tools" is profiling."""
WEAK = words(
    """
    basic best better clear common complex core crucial deep detailed effective final full general hard measurable new
    overall personal plain practical recognised recognized robust simple solid strong successful sure visual whole
    """
)
"""Adjectives that belong to a single noun ("strong consistency") and are left out before several."""
CONTAINERS = words(
    """
    ability algorithm algorithms answer answers approach approaches area areas aspect aspects awareness beginning
    benefit benefits choice choices concept concepts connection connections consideration considerations context
    decision decisions detail details difference differences effect effects end example examples experience
    experiences fact factor factors familiarity framework frameworks goal goals grasp idea ideas impact impacts
    implication implications importance instance issue issues job kind kinds knowledge lot manner meaning measure
    measures mechanism mechanisms method methods minimum notion number numbers objective objectives option options
    order part parts people person piece place principle principles problem problems process project projects
    question questions reason reasons relationship relationships reply response result results role scenario
    scenarios sense sentence side sides significance situation situations skill skills solution solutions step steps
    stories story strategies strategy summary technique techniques term terms thing things thought thoughts tool
    tools topic topics trade-off trade-offs tradeoff tradeoffs type types understanding usage way ways word words
    """
)
"""Nouns that hold the point rather than being it, left out at the end: "profiling tools" is profiling."""
EMPTY = FILLERS | WEAK | CONTAINERS
"""Words of which no phrase is made without others."""
MODIFIER_ENDINGS = ("al", "ive", "ic", "ous", "ary", "ed", "ful", "ant", "ile", "able", "ible", "bound", "side")
"""A word that ends so, before "and", waits for a noun: "horizontal and vertical scaling"."""
EARN_NOTHING_ALONE = words(
    """
    business caller case cases central client clients code colleague colleagues company consumers customer customers
    data dataset early employer enough evidence experiment experiments failure failures field here improvement
    improvements information language limit limits live manager managers market member members metric metrics model
    models outcome outcomes past people plain platform project projects school setting settings solution solutions
    stable staff stage stages story strength system systems team teams testing tests time times trade-offs training user
    users value values week workplace year years
    """
)
LY_NOUNS = words(
    """
    anomaly assembly daily early elderly family friendly hourly likely monopoly monthly nightly quarterly reply supply
    weekly
    """
)
"""Words in -ly that are no adverbs."""
PASTS = words(
    """
    became began broke brought came caught chose did fell felt flew found gave got grew had held kept knew led lost made
    met paid ran rose said saw sent shook sold spent spoke stood taught threw told took understood was went were won
    wrote
    """
)
"""Verbs in a past form that is no noun: "how long the experiment ran"."""
VERBS = words(
    """
    accept achieve acquire admit afford agree allow announce apologise apologize appear appreciate arise arrange arrive
    assign assume assure attend attract avoid become behave believe belong bid blame borrow bring calm capture carry
    catch cause celebrate choose clarify collect combine come communicate complain complete comply comprise concentrate
    conclude confide confirm connect consist construct consume contain continue control convert convince cooperate
    correct create cut decide declare decrease dedicate defend delete deliver deny depend derail derive deserve detect
    determine develop differ differentiate disagree disappear disclose discover divide eliminate employ enable encourage
    enforce engage enhance enjoy ensure enter escalate establish exceed exclude execute exist expand expect explain
    exploit extend extract fail favor favour feel fit follow force forget foster gain gather generate grow guarantee
    guard handle happen hear help identify ignore imagine implement imply import impose impress improve include
    incorporate increase incur indicate inform inherit insist inspire install integrate interact interpret introduce
    invent invest investigate invite involve join justify keep lead learn leave lend let limit listen locate lose
    maintain manage materialise materialize mean measure meet migrate minimise minimize mitigate motivate move negotiate
    obtain occur omit operate organise organize overcome participate perform persuade postpone predict prefer prepare
    preserve prevent prioritise prioritize proceed produce promote propose protect prove provide prune pursue raise rank
    reach react read realise realize receive recognise recognize recommend reconcile record recover rectify reduce
    refine reject rely remain remind remove repair replace reproduce require resolve respond restart restore retain
    retrieve reveal revise run satisfy save schedule secure see seek select sell send separate serve settle shape show
    simplify sit solve speak spend split spot stand start stay stop strengthen submit succeed suffer suggest suit supply
    suppose survive sustain take teach tell tend tidy track train translate treat trigger troubleshoot turn uncover
    understand undertake update upgrade uphold verify wait want warn watch weigh win withstand wonder write
    """
)
"""Verbs that are seldom nouns: alone they are no point ("and inform the release manager")."""
NO_ENDS = words(
    """
    closer daily deploy differ drive earlier early feed fit help influence later live matter monthly overall reduce
    shape soon sooner weekly work yearly
    """
)
"""Verbs and adverbs that end no phrase though they may begin one: "how storage cost and query performance differ"."""
NOUNS_TOO = words(
    """
    bid blame capture catch cause control cut decrease fail favour feel gain guarantee handle hear help import
    increase join lead limit match mean measure move need process produce rank read record repair request reveal
    rule run save schedule secure select share show spend split spot stand start stay stop supply track transform treat
    trigger turn update upgrade wait want watch win
    """
)
"""Those of `VERBS` that often end a phrase: "dry run", "version control"."""

COMPOUNDS = tuple(
    """
    ability to pay|allow list|annual leave|blood draw|break even|building regulations|business needs|care needs
    |clinical need|command and control|cost of living|cost to serve|customer needs|down time|drip feed|early warning
    |end to end|end user|health and safety|help desk|help text|learning needs|lift and shift|maternity leave
    |meet and greet|order of service|parental leave|peer review|pick rate|present value|profit and loss|pros and cons
    |research and development|root cause|search and rescue|show of hands|show rate|sick leave|start date|stock take
    |stop and search|supply and demand|support needs|talk therapy|talk time|terms and conditions|test and learn
    |time to market|time to value|track and trace|training needs|trial and error|use case|user needs|wait list
    |walk test|wear and tear|working capital|working memory|write access
    """.replace("\n", "")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
"""Two words and more that are one noun, where one of them parts phrases or begins advice elsewhere."""

NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ism")
ING = re.compile(r"^\w{3,}ing$")
_ED = re.compile(r"^(?!learned|hundred|\w*(?:speed|breed|seabed|shed)$)[a-z]{3,}ed$")  # not "lessons learned"


def plain(token: str) -> str:
    """A token without capitals and with straight apostrophes."""
    return token.casefold().replace("’", "'")


def is_a(token: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of `verbs`, or what they say of others: "prevents"."""
    word = plain(token)
    return word in verbs or word.removesuffix("s") in verbs or word.removesuffix("es") in verbs


def is_past(token: str) -> bool:
    """Whether a word looks like a regular past form: "imputed"."""
    return bool(_ED.match(token))


def modifies(token: str) -> bool:
    """Whether a word looks like one that waits for a noun: "horizontal", "imputed"."""
    return plain(token).endswith(MODIFIER_ENDINGS)


def names_a_doing(token: str) -> bool:
    """Whether a noun looks like one that names what is done, and is a point alone: "profiling", "normalisation"."""
    word = plain(token)
    return bool(ING.match(word)) or (word.endswith(NOUN_ENDINGS) and word not in EARN_NOTHING_ALONE)
