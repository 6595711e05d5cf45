"""The sentences of the feedback, as data: short, for the ear, without symbols; a seed takes turns among equals.

`{heard}` is what the candidate was heard to say, `{point}` a key point, `{tip}` a tip's own sentence with its full
stop, `{why}` why the question is asked, `{topic}` what to call a question, `{done}` and `{asked}` numbers in words,
`{number}` one in digits, `{filler}` and `{said}` words of the candidate's.
"""

PHRASES: dict[str, tuple[str, ...]] = {
    # What landed: one thing, in the candidate's own words.
    "landed": (
        "You said {heard}, and that is a key point.",
        "What landed: {heard}.",
        "I clearly heard {heard}. That counts.",
        "Good that you brought up {heard}.",
    ),
    "landed_unquoted": (
        "What landed: {point}.",
        "I heard {point}. That counts.",
        "You made this point: {point}.",
    ),
    "maybe": (
        "I think you mentioned {point}, but I did not hear it clearly.",
        "I think you mentioned {point}. Say it once more to be sure.",
    ),
    "part": (
        "You came near {point}: I heard {heard}.",
        "I heard {heard}, which is a part of {point}.",
    ),
    "nothing_landed": (
        "I did not clearly hear any of the points.",
        "None of the points came through clearly.",
    ),
    "not_heard": (
        "I heard nothing that time. Try it once more.",
        "I heard no words. Check the microphone, then try again.",
    ),
    "hardly_heard": (
        "I heard only a few words. Try it once more.",
        "That was too short for me to judge. Try it once more.",
    ),
    "no_points": ("This question has no points that I could listen for.",),
    # What is missing: the tip's own advice while it is short, else the point by name.
    "missing_tip": (
        "I did not hear {point}. {tip}",
        "Next time, add {point}. {tip}",
        "What I did not hear: {point}. {tip}",
    ),
    "missing_tip_names_point": (
        "Remember this: {tip}",
        "Next time: {tip}",
    ),
    "missing_point": (
        "I did not hear {point}.",
        "Next time, add {point}.",
        "What I did not hear: {point}.",
    ),
    "missing_act": (
        "What I did not hear: {point}.",
        "I did not hear this: {point}.",
    ),
    "rejected": (
        "You named {heard}, but not as something that you would do.",
        "I heard {heard}, but not as something that you do.",
    ),
    "complete": (
        "Nothing was missing.",
        "You made every point.",
    ),
    "complete_but_maybe": (
        "Nothing is clearly missing.",
        "As far as I could hear, nothing is missing.",
    ),
    "why": (
        "Why they ask: {why}",
        "Why this is asked: {why}",
    ),
    # How it was delivered: only where it is clearly off, with its number.
    "delivery_fast": (
        "You spoke fast, about {number} words a minute. Slower is clearer.",
        "That was fast, about {number} words a minute. Slower is clearer.",
    ),
    "delivery_slow": (
        "You spoke slowly, about {number} words a minute. Try a little faster.",
        "That was slow, about {number} words a minute. Try a little faster.",
    ),
    "delivery_fillers": (
        "I counted about {number} fillers a minute, most often {filler}. A short pause does as well.",
    ),
    "delivery_short": (
        "You spoke for {number} seconds. One to two minutes is usual.",
        "That took {number} seconds. One to two minutes is usual.",
    ),
    "delivery_short_of_target": (
        "You spoke for {number} seconds. You aim at {target}.",
        "That took {number} seconds. You aim at {target}.",
    ),
    "delivery_long": (
        "You spoke for more than {number} minutes. One to two is usual.",
        "That took more than {number} minutes. One to two is usual.",
    ),
    "delivery_beyond_target": (
        "You spoke for more than {length}. You aim at {target}.",
        "That took more than {length}. You aim at {target}.",
    ),
    # What is said besides, when asked for.
    "repeated": (
        "You said {said} {number} times.",
        "{number} times you said {said}.",
    ),
    "more_nothing": ("There is nothing more to say about your answer.",),
    # The user's word over a verdict.
    "noted": ("Noted: {point} counts.",),
    "noted_heard": ("I heard {heard}. Say remember that, or press y.",),
    "remembered": ("From now on {heard} counts as {point}.",),
    "nothing_to_note": ("I have named no other point that I missed.",),
    "nothing_to_remember": ("There is nothing to remember.",),
    # The end of the session.
    "summary_answered": ("You answered {done} of {asked} questions.",),
    "summary_answered_all": ("You answered all {asked} questions.",),
    "summary_answered_both": ("You answered both questions.",),
    "summary_answered_one": ("You answered one question.",),
    "summary_none_heard": ("I heard no answers this time.",),
    "summary_landed": ("Most landed on {topic}.",),
    "summary_landed_one": ("What landed: {heard}.",),
    "summary_nothing_landed": ("No point landed clearly yet.",),
    "summary_work_on": ("Work on {topic} next, and start with {point}.",),
    "summary_work_on_one": ("Next time, start with {point}.",),
    "summary_complete": ("Nothing was missing.",),
    "summary_complete_but_maybe": ("Nothing is clearly missing.",),
}
