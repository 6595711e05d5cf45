"""How words sound: the binding to libespeak-ng, and what is built on it."""
