"""Text to checked, cached sound."""
