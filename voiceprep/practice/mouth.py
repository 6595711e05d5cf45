"""The thread that speaks: sentences, kept sounds and the cue, one job at a time, stoppable at once."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from voiceprep.audio.level import amplified
from voiceprep.audio.ports import Loudspeaker, Playback, Sound
from voiceprep.errors import AudioError, VoiceError
from voiceprep.practice.events import Done, Event
from voiceprep.speaking.voice import Voice

QUIET_TAIL_S = 0.5
"""For so long after the program's voice the microphone is not heard: what is still in the loudspeaker, the room and
the sound card would be taken for the answer."""

TAKEN_S, TAKEN_AGAIN_S = 3.0, 0.5
"""A loudspeaker that has not played a sound so long after it should be over plays none; the next ones are waited for
so much longer than they are, which is enough where it plays again."""
TAKES_NOTHING = "The loudspeaker takes no sound. Is it suspended or gone? What I say is on the screen."

GAIN_STEP, MOST_GAIN = 1.5, 3.4
"""Of "louder": 3.5 dB each time, three times. A voice's peaks are full scale already, so they are rounded off."""

Piece = str | Sound
Post = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class _Job:
    ticket: int | None
    """None where nothing waits for it."""
    pieces: tuple[Piece, ...]
    quiet_first: bool
    begun: int = 0
    """How many pieces were begun before these, of something that goes on."""


class Mouth:
    """Plays jobs in order; each ends with `Done` of its ticket, whether it was heard, stopped or could not be played.

    `speaking` is told what sound begins, and None when it ends; `problem` is told once when the voice or the
    loudspeaker fails: the text is on the screen, and the session goes on.
    """

    def __init__(
        self,
        voice: Voice | None,
        loudspeaker: Loudspeaker,
        post: Post,
        speaking: Callable[[Sound | None], None],
        problem: Callable[[str], None],
    ) -> None:
        self._voice = voice
        self._loudspeaker = loudspeaker
        self._post = post
        self._speaking = speaking
        self._problem = problem
        self._told: set[str] = set()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._stopped_ticket = 0
        self._playback: Playback | None = None
        self._last_sound_at = 0.0
        self._last_ticket = 0
        self._begun: dict[int, int] = {}
        self._said = _Job(0, (), quiet_first=False)
        self._gain = 1.0
        self._takes = True
        """Whether the loudspeaker played the last sound."""
        self._thread = threading.Thread(target=self._run, name="mouth", daemon=True)
        self._thread.start()

    def say(self, ticket: int, pieces: Iterable[Piece]) -> None:
        """Speak texts and play sounds, one after the other."""
        self._said = _Job(ticket, tuple(pieces), quiet_first=False)
        self._put(self._said)

    def say_on(self, ticket: int) -> None:
        """Go on with what was said last, from the piece that was interrupted."""
        said = self._said
        before = max(0, self.begun(said.ticket or 0) - 1 - said.begun)
        self._said = _Job(ticket, said.pieces[before:], quiet_first=False, begun=said.begun + before)
        self._put(self._said)

    def cue(self, ticket: int, earcon: Sound) -> None:
        """Play the cue so that it ends once the quiet tail after the program's voice is over."""
        self._put(_Job(ticket, (earcon,), quiet_first=True))

    def chime(self, earcon: Sound) -> None:
        """Play a soft tone while the microphone is heard; nothing waits for it, and it has no tail."""
        self._jobs.put(_Job(None, (earcon,), quiet_first=False))

    def speak_with(self, voice: Voice | None) -> None:
        """Speak with another voice from the next sentence on."""
        self._voice = voice

    def louder(self) -> bool:
        """Be louder from the next sound on, up to the loudest; whether it was not so yet."""
        louder = self._gain < MOST_GAIN
        self._gain = min(MOST_GAIN, self._gain * GAIN_STEP)
        return louder

    def begun(self, ticket: int) -> int:
        """How many pieces of a job were begun: whoever interrupts one has heard so many, the last in part."""
        return self._begun.get(ticket, 0)

    def stop(self) -> None:
        """Silence what is being played and forget what was to follow."""
        with self._lock:
            self._stopped_ticket = self._last_ticket
            playback = self._playback
        if playback is not None:
            playback.stop()

    def close(self) -> None:
        """Stop, end the thread and release the loudspeaker."""
        self.stop()
        self._jobs.put(None)
        self._thread.join()
        self._loudspeaker.close()

    def _put(self, job: _Job) -> None:
        self._last_ticket = job.ticket or self._last_ticket
        self._jobs.put(job)

    def _stopped(self, job: _Job) -> bool:
        return job.ticket is not None and job.ticket <= self._stopped_ticket

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.quiet_first:
                self._wait_for_quiet(job)
            for number, piece in enumerate(job.pieces, start=job.begun + 1):
                if self._stopped(job):
                    break
                if job.ticket is not None:
                    self._begun[job.ticket] = number
                self._play(job, piece)
            if job.ticket is not None:
                self._post(Done(job.ticket))

    def _wait_for_quiet(self, job: _Job) -> None:
        if self._loudspeaker.audible:
            length = max((p.seconds for p in job.pieces if isinstance(p, Sound)), default=0.0)
            time.sleep(max(0.0, self._last_sound_at + QUIET_TAIL_S - length - time.monotonic()))

    def _play(self, job: _Job, piece: Piece) -> None:
        sounding = False
        try:
            sound = self._sound(piece)
            if sound is None or not sound.pcm:
                return
            with self._lock:
                if self._stopped(job):
                    return
                sounding = True
                self._speaking(sound)
                self._playback = self._loudspeaker.play(amplified(sound, self._gain))
            self._takes = self._playback.wait(sound.seconds + (TAKEN_S if self._takes else TAKEN_AGAIN_S))
            if not self._takes:
                self._playback.stop()
                self._tell(TAKES_NOTHING)
        except (VoiceError, AudioError) as error:
            self._tell(str(error))
        except Exception as error:
            # A foreign voice or device may raise anything; without this thread the interview would wait for ever.
            self._tell(f"Speaking failed ({type(error).__name__}: {error}). The text is on the screen.")
        finally:
            self._playback = None
            if sounding:
                self._last_sound_at = time.monotonic()
                self._speaking(None)

    def _sound(self, piece: Piece) -> Sound | None:
        if isinstance(piece, Sound):
            return piece
        return self._voice.synthesise(piece) if self._voice and self._loudspeaker.audible else None

    def _tell(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._problem(message)
