"""How patient to be with somebody from the first answer on: what the newest session learnt of their pauses.

It only makes more patient than the settings ask for: somebody else may be speaking today.
"""

import math
from dataclasses import replace

from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.records.archive import Archive, SessionFolder

_KEY = "patience_s"


def note_patience(session: SessionFolder, patience_s: float | None) -> None:
    """Note in a session, not yet saved, what was learnt in it; None where too few pauses were heard."""
    if patience_s is not None:
        session.data[_KEY] = round(patience_s, 2)


def as_patient(settings: EndpointSettings, archive: Archive) -> EndpointSettings:
    """The settings with at least the patience that the newest session with enough pauses ended with."""
    for session in reversed(archive.sessions()):
        known_s = session.data.get(_KEY)
        if isinstance(known_s, int | float) and known_s is not True and math.isfinite(known_s):
            return replace(settings, silence_s=max(settings.silence_s, min(settings.most_s, known_s)))
    return settings
