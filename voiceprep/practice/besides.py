"""What the interview says besides questions and feedback, on the screen or aloud: short, and what to do next in it."""

from voiceprep.model import Question
from voiceprep.practice.events import Saying
from voiceprep.speaking.earcons import Earcon

ONLY_ZEROS = (
    "The microphone delivers nothing but zeros: it is muted, or this program may not use it. "
    "Look at its switch and at your system's sound and privacy settings."
)

CHIMES: dict[str, tuple[Earcon, str]] = {
    "soon": ("soon", ""),
    "time_to_begin": ("time", "Your time to think is over. Begin when you are ready."),
    "target_near": ("time", "Three quarters of your time are over."),
    "target": ("time", "Your time is over: finish your thought, and take the time that it needs."),
    "limit_near": ("time", "{endpoint.warning_s:.0f} seconds are left: the answer ends then."),
    "moment": ("saved", "Take your time: nothing ends the answer for {endpoint.moment_s:.0f} seconds."),
    "adjusted": ("saved", "The next thing that I say sounds as you asked."),
}
"""The tone and the line for each sign; the live line shows already that silence is about to end the answer."""

MICROPHONE_GONE = (
    "The microphone is gone. What you said is kept, and I am paused. I go on when it is back; Q ends the session."
)
FIXED: dict[Saying, str] = {
    "microphone_gone": MICROPHONE_GONE,
    "moment": "Take your time. I go on in half a minute, or when you say next.",
    "paused": "Paused. I keep nothing of what I hear, until you say resume.",
    "going_on": "Going on.",
    "not_understood": (
        "I did not understand that. Say interviewer, and then: repeat, hint, give me a moment, skip, pause or stop. "
        "Your answer goes on."
    ),
}
HOW_AGAIN = "Say answer again, or press a."
HOW_AGAIN_BY_KEY = "Press a to answer again."
TAKE_YOUR_TIME = "Take your time, or say skip, repeat or hint."
TAKE_YOUR_TIME_KEYS = "Take your time. S skips, R repeats the question, C gives a clue."
WHAT_CAN_BE_SAID = (
    "You can say: next, repeat, answer again, I said that, say more, example answer, why, hint, play my answer, "
    "skip, go back, give me a moment, slower, faster, louder, how am I doing, pause or stop. "
    "Within an answer, say interviewer first."
)
WHAT_CAN_BE_PRESSED = "Every key stands on the screen."
ADJUSTED = {"-": "I speak slower now.", "+": "I speak faster now.", "l": "I speak louder now."}
NO_FURTHER = {"-": "I speak no slower.", "+": "I speak no faster.", "l": "I speak no louder: turn the loudspeaker up."}
NOT_SPOKEN = "I do not speak in this session: all of it is on the screen."
SURE = {
    "q": "Stop here? Everything is kept. Say yes, or no.",
    "s": "Skip this question? What you said is kept. Say yes, or no.",
}


def hint(question: Question, number: int) -> str:
    """A tip of the question, one after the other."""
    tip = question.tips[number % len(question.tips)]
    return f"A hint: {tip.text}"


def progress(number: int, questions: int, heard: int, said: int, points: int) -> str:
    """How far the session is and what was heard of it so far; no grade."""
    where = f"This is question {number} of {questions}."
    if not heard:
        return f"{where} I have heard no answer yet."
    answers = "one answer" if heard == 1 else f"{heard} answers"
    if not points:
        return f"{where} I have heard {answers}."
    return f"{where} In {answers} you made {said} of {points} points."
