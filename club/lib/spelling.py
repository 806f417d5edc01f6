"""Words that are spelled nearly alike: found by keys that an ordinary index holds.

Two words differ by one slip (a letter left out, one too many, a wrong one, two in the wrong order)
only if they share a key: the word itself, or the word less one of its letters. A letter that has
moved to another place shares one as well. The idea is the deletion neighbourhood: T. Bocek,
E. Hunt and B. Stiller, Fast Similarity Search in Large Dictionaries, 2007.
"""

#: Shorter keys are shared by words that have nothing to do with each other.
SHORTEST_KEY = 3


def spelling_keys(word: str) -> set[str]:
    """The word, and the word less each of its letters; nothing shorter than three letters."""
    shorter = {word[:place] + word[place + 1 :] for place in range(len(word))}
    return {key for key in (word, *shorter) if len(key) >= SHORTEST_KEY}


def distance(one: str, other: str) -> int:
    """How many slips lie between two words; two letters in the wrong order are one.

    The optimal string alignment distance: no part of a word is changed twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row = row, [i]
        for j, found in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != found))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == found:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = last
    return row[-1]
