"""One job of a pyttsx3 driver, in a process that may hang or crash: `python -m voiceprep.speaking.child`.

The job is a JSON object on standard input: `driver` (null: the platform's), `voice` (an id; null: an English one),
`rate_wpm`, `text`, `file`, `timeout_s`. Without `text`, the list of voices is written to the file, as JSON.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any


def main() -> int:
    """Do the job; 0 where the file is there, else 1 and one line on standard error."""
    job = json.load(sys.stdin)
    # A parent that was killed cannot end us.
    watchdog = threading.Timer(job["timeout_s"], os._exit, (3,))
    watchdog.daemon = True
    watchdog.start()
    try:
        engine = _engine(job["driver"])
        if job.get("text") is None:
            voices = [{"id": v.id, "name": v.name, "languages": languages(v)} for v in engine.getProperty("voices")]
            Path(job["file"]).write_text(json.dumps(voices), encoding="utf-8")
        else:
            _save(engine, job)
    except Exception as error:  # whatever a driver raises, the parent makes a VoiceError of it
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def _engine(driver: str | None) -> Any:
    import pyttsx3

    from voiceprep.speaking import espeak_driver

    if driver == espeak_driver.NAME:
        espeak_driver.register()
    return pyttsx3.init(driver)


def _save(engine: Any, job: dict[str, Any]) -> None:
    errors: list[Exception] = []
    engine.connect("error", lambda name, exception: errors.append(exception))
    voice = job["voice"] or english(engine.getProperty("voice"), engine.getProperty("voices"))
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", job["rate_wpm"])
    engine.save_to_file(job["text"], job["file"])
    engine.runAndWait()
    if errors:
        raise errors[0]


def english(current: Any, voices: list[Any]) -> str | None:
    """The voice to use where none was named: the system's own if it may speak English, else an English one.

    Questions read by a German voice cannot be understood. None leaves the system's own.
    """
    by_id = {voice.id: languages(voice) for voice in voices}
    own = by_id.get(str(current), [])
    if not own or any(language.startswith("en") for language in own):
        return None
    for wanted in ("en-us", "en"):
        for identity, spoken in by_id.items():
            if any(language.startswith(wanted) for language in spoken):
                return str(identity)
    return None


def languages(voice: Any) -> list[str]:
    """A voice's languages as `en-us`. Drivers give `en_US`, `en-US`, bytes with a leading priority, or nothing."""
    found = (one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in voice.languages or () if one)
    return [one.lstrip("\x00\x01\x02\x03\x04\x05").replace("_", "-").lower() for one in found]


if __name__ == "__main__":
    sys.exit(main())
