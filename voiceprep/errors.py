"""Every error that voiceprep raises on purpose; each message says what happened and what to do next.

VoiceprepError
├── BankError            a question file is missing, unreadable or not valid
│   └── UnknownQuestion  the bank has no question of that id
├── AudioError           a sound file or a sound device failed
│   ├── AudioFileError   a file holds no usable sound
│   └── DeviceError      microphone, loudspeaker or PortAudio
├── HearingError         a recogniser failed
│   ├── EngineMissing    it is not installed, or its model is not there
│   └── RecogniserDied   its process ended before it answered
├── VoiceError           no voice, or it hung or produced no sound
├── RecordsError         the recordings folder or one of its records failed
│   └── UnknownAnswer    no kept answer of that name
└── ConfigError          the configuration file or an option is not usable
"""


class VoiceprepError(Exception):
    """Base of every stated failure; the command line prints it in one line and exits with 1."""


class BankError(VoiceprepError):
    """A question file is missing, unreadable or not valid; names file, line and key."""


class UnknownQuestion(BankError):
    """The bank has no question of that id; names the nearest ones."""


class AudioError(VoiceprepError):
    """A sound file or a sound device failed."""


class AudioFileError(AudioError):
    """A file holds no usable sound."""


class DeviceError(AudioError):
    """A microphone, a loudspeaker or PortAudio failed."""


class HearingError(VoiceprepError):
    """A recogniser failed."""


class EngineMissing(HearingError):
    """The engine is not installed, or its model is not there."""


class RecogniserDied(HearingError):
    """The recogniser's process ended before it answered."""


class VoiceError(VoiceprepError):
    """No voice is there, or it hung or produced no sound."""


class RecordsError(VoiceprepError):
    """The recordings folder, or one of its records, cannot be used."""


class UnknownAnswer(RecordsError):
    """There is no kept answer of that name."""


class ConfigError(VoiceprepError):
    """The configuration file or an option is not usable."""
