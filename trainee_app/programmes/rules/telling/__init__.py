"""A definition read back in plain English, from what was understood and not from what was written.

Kind and exact (domain, section 4, rules 7, 8 and 17): nothing is "void", hours "do not count"; what no figure can say
is said in words. The page, the command and the differences between two versions take their words from here.
"""

from trainee_app.programmes.rules.telling.asking import requirement_sentences, requirement_words
from trainee_app.programmes.rules.telling.doubts import doubts
from trainee_app.programmes.rules.telling.phrases import due_words, source_words
from trainee_app.programmes.rules.telling.whole import Chapter, Told, chapters, told_requirement

__all__ = [
    "Chapter",
    "Told",
    "chapters",
    "doubts",
    "due_words",
    "requirement_sentences",
    "requirement_words",
    "source_words",
    "told_requirement",
]
