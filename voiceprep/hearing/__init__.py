"""From blocks of sound to a transcript: voice activity, the end of an answer, recognisers."""
