"""The practice loop: a pure state machine, and the threads and the clock that serve it."""
