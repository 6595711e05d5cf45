"""What is kept: the crash-safe journal, the archive of answers, and what a crash left."""
