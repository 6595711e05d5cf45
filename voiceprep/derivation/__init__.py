"""Key points from a plain tip sentence: the phrases that a candidate would say, without a lexicon or a parser.

`phrases` finds the runs of nouns: `left_out` takes away what nobody is to say, `example_lists` finds the lists of which
any is enough, `runs` parts at the words that advise and join, `trimming` takes what opens and ends no phrase,
`objects_and_ties` puts a noun together with its verb or what is tied to it, `shared_heads` makes "validation and
learning curves" whole. `points` makes key points of them; `words` holds all the words that are known.
"""

from voiceprep.derivation.points import derivable_points, derive_points

__all__ = ["derivable_points", "derive_points"]
