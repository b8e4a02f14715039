"""The private side of lesson 01_bag_of_words: cases, other right ways, and the mistakes with what to say of each.

Texts hold what people forget: quotes and apostrophes, hyphens, other alphabets, words that are part of other words,
ties, words that occur twice. Arrays have sizes that differ, and some are square on purpose: there a wrong axis goes
unnoticed by NumPy.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

FREQUENT = ["the", "movie", "was", "not", "long", "but", "interesting", "i", "like", "to", "sleep", "and"]
# forty words, so many that a sort which is not stable shows that it is not
PLENTY = (  # noqa: SIM905
    "a film so it is one day at sea and then home by night we saw an old man who sang to his cat "
    "until they both fell asleep near some warm stove full of red coal under grey clouds"
).split()
WORDS = [*FREQUENT, "eat", "a", "film", "so", "it", "is", "isn't", "wasn't", "10", "2022"]


def some_words(rng, count, of=10):
    """`count` words, early ones of FREQUENT more often, so that some repeat."""
    p = 1 / np.arange(1, of + 1)
    return [str(word) for word in rng.choice(FREQUENT[:of], size=count, p=p / p.sum())]


# tokenize ----------------------------------------------------------------------------------------------------------

exercise(
    "tokenize",
    returns={"words": ""},
    forbidden=("helpers.nn",),
    explained=r"""
    Lower case comes first, so that *The* and *the* are one word from there on. The pattern describes a word, and not
    what lies between words: that is why no empty strings can arise. `[^\W_]` is "no non-letter and no underscore",
    which leaves the letters and digits of every alphabet; `a-z` would lose Polish, Russian and Korean. The group
    `(?:'[^\W_]+)*` lets an apostrophe in only when a letter or digit follows it, and the part before it has seen to
    the other side. Without the `?:` the parentheses would catch, and `findall` would return what they caught in place
    of the word. To convince yourself, try it on `isn't 'long' well-made 10/10` and on a text of signs alone, which has
    to give `[]`.
    """,
)


def running_text(rng, separators, count=12):
    """Words between separators, some of them with a capital, and a sign at the end."""
    words = [str(word) for word in rng.choice(WORDS, size=count)]
    words = [word.capitalize() if rng.random() < 0.4 else word for word in words]
    return "".join(f"{word}{rng.choice(separators)}" for word in words) + "The End."


@visible("tokenize", part="values")
def _(rng):
    yield case("the deck's first sentence", text="The movie was not long but interesting.")
    yield case("the deck's second sentence", text="I like to sleep and I like to eat")
    yield case("apostrophes and quotes", text="It wasn't long, and it isn't 'long'!", note="the quotes go, isn't stays")
    yield case("hyphens, digits, two blanks", text="A well-made film (2022):  10/10, and a well-made end.")
    yield case("a dash alone, an underscore", text="Not_bad - and not 'naïve'.", note="the dash is no word")


@hidden("tokenize", part="values")
def _(rng):
    yield case("a text", text=running_text(rng, [" ", " ", ", ", ". ", "! "]))
    yield case("hyphens and brackets", text=running_text(rng, [" ", "-", "/", " (", ") ", ": "]))
    yield case("quotes", text=running_text(rng, [" ", " '", "' ", '" ', ' "']))


@visible("tokenize", part="edge_cases")
def _(rng):
    yield case("no text at all", text="", note="an empty list")
    yield case("no word in it", text=" ... -- ?!", note="an empty list")
    yield case("tabs and line ends", text="\tnot long\n\nbut\tnot\tdull\n")
    yield case("other alphabets", text="Żółta ŁÓDŹ, Не долго, 그러나 재미있다")
    yield case("lower case and no more", text="Die STRASSE, die große Straße", note="lower case leaves ß as it is")
    yield case("underscores", text="__init__ and not_long")
    yield case("apostrophes at an edge", text="rock 'n' roll, the dogs' ball isn't")
    yield case("two in one word, one alone, one at the end", text="you shouldn't've ' the dogs'")
    yield case("one at the beginning", text="'Tis not a long film", note="tis: nothing stands on its left")
    yield case("two side by side", text="it''s long", note="neither stands between two letters or digits")
    yield case("between digits, between both", text="the 1990's, at 5'10", note="letters and digits count alike")
    yield case("typographic signs", text="“Dull” – isn’t it… ‘flat’", note="the curly ’ separates, by the third rule")


@hidden("tokenize", part="edge_cases")
def _(rng):
    yield case("underscores and line ends", text=running_text(rng, ["_", "\n", "\t", " "]))
    letters = [str(word) for word in rng.permutation(["Łódź", "Ёлка", "été", "재미", "Ägypten", "naïve"])]
    yield case("other alphabets", text=", ".join(letters))
    yield case("one sign", text=str(rng.choice(list(".,;!?-_"))))
    yield case("apostrophes and digits", text=running_text(rng, [" ", "'", "''", " '", "’", " – "]))


@right("tokenize", style="character by character")
def tokenize_by_characters(text):
    words, word = [], ""
    text = text.lower()
    for place, character in enumerate(text):
        joins = character == "'" and word and word[-1].isalnum() and place + 1 < len(text) and text[place + 1].isalnum()
        if character.isalnum() or joins:
            word += character
        elif word:
            words.append(word)
            word = ""
    return [*words, word] if word else words


@right("tokenize", style="replace and split")
def tokenize_by_replacing(text):
    kept = "".join(character if character.isalnum() or character == "'" else " " for character in text.lower())
    kept = kept.replace("''", " ")
    return [word.strip("'") for word in kept.split() if word.strip("'")]


@right("tokenize", style="groupby")
def tokenize_by_groups(text):
    from itertools import groupby

    text = text.lower().replace("''", " ")
    runs = groupby(text, key=lambda character: character.isalnum() or character == "'")
    words = ["".join(run).strip("'") for is_word, run in runs if is_word]
    return list(filter(None, words))


@right("tokenize", style="re.split")
def tokenize_by_splitting(text):
    import re

    return [word.strip("'").lower() for word in re.split(r"[^\w']|_|''", text) if word.strip("'")]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You cut at blanks only, so the signs stick to the words: 'interesting.' with its full stop is another word "
    "than 'interesting', and the two would be counted apart.",
)
def tokenize_by_blanks(text):
    return text.lower().split()


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You cut at single blanks: signs stick to the words, two blanks in a row leave an empty string, and line "
    "ends do not separate at all. `split()` without an argument treats every white space alike; the signs need more.",
)
def tokenize_by_one_blank(text):
    return text.lower().split(" ")


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="Your words are right but for their capitals. 'The' at the beginning of a sentence is the word 'the': "
    "without lower case it would have a place of its own.",
)
def tokenize_with_capitals(text):
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You know the letters from a to z only. Polish, Russian and Korean words fall to pieces or vanish. Ask "
    "whether a character *is* a letter, not whether it lies between two letters.",
)
def tokenize_ascii(text):
    return re.findall(r"[a-z0-9]+(?:'[a-z0-9]+)*", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You leave the digits out. By the second rule a word is a run of letters *and digits*: a year or a mark out "
    "of ten can tell much.",
)
def tokenize_without_digits(text):
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower())


DELETES_SIGNS = (
    "You delete the signs before you cut, so words that only a sign separated grow together: well-made becomes "
    "wellmade. A sign *separates*: put a blank in its place."
)


@mistake("tokenize", fails=("values", "edge_cases"), says=DELETES_SIGNS)
def tokenize_deleting_signs(text):
    kept = "".join(c for c in text.lower() if c.isalnum() or c.isspace() or c == "'")
    return [word.strip("'") for word in kept.split() if word.strip("'")]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You strip signs from the ends of what lies between blanks. Signs inside stay: well-made and 10/10 come out "
    "as one word each. And where a sign stands alone nothing is left of it but an empty string.",
)
def tokenize_stripping_ends(text):
    import string

    return [word.strip(string.punctuation) for word in text.lower().split()]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You cut at the apostrophe: isn't becomes isn and t. Between two letters or digits it belongs to the word "
    "(third rule).",
)
def tokenize_cutting_apostrophes(text):
    return re.findall(r"[^\W_]+", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You drop the apostrophe and close the gap: isn't becomes isnt. Between two letters or digits it belongs to "
    "the word and stays where it is.",
)
def tokenize_dropping_apostrophes(text):
    return re.findall(r"[^\W_]+", text.lower().replace("'", ""))


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You take every apostrophe for a letter, so quotes stay at the words: 'long' in quotes is then another word "
    "than long. The third rule asks for a letter or digit on *both* sides of it.",
)
def tokenize_keeping_quotes(text):
    return re.findall(r"(?:[^\W_]|')+", text.lower())


KEEPS_UNDERSCORES = (
    "You keep the underscore. In a regular expression `\\w` stands for letters, digits and the underscore; by the "
    "fourth rule it separates."
)


@mistake("tokenize", fails=("values", "edge_cases"), says=KEEPS_UNDERSCORES)
def tokenize_keeping_underscores(text):
    return re.findall(r"\w+(?:'\w+)*", text.lower())


@mistake(
    "tokenize",
    fails=("values",),
    says="You keep the hyphen: well-made comes out as one word. That is a fair choice, but the fourth rule makes the "
    "other one, and all texts have to be cut by the same rules.",
)
def tokenize_keeping_hyphens(text):
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", text.lower())


EMPTY_STRINGS = (
    "There are empty strings in your list. Where a separator stands at the start, at the end or beside another one, "
    "there is nothing between them, and your function takes that nothing for a word."
)


@mistake("tokenize", fails=("values", "edge_cases"), says=EMPTY_STRINGS)
def tokenize_with_empty_strings(text):
    return [word.strip("'") for word in re.split(r"(?:[^\w']|_)+", text.lower())]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="Each of your words occurs once. What is to be counted later has to be there as often as it was said: 'I "
    "like to sleep and I like to eat' has nine words.",
)
def tokenize_without_repeats(text):
    return list(dict.fromkeys(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower())))


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="Your words are sorted. The order of the text is needed later, for n-grams and for everything after this "
    "lesson.",
)
def tokenize_sorted(text):
    return sorted(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You return characters. A string is a sequence of characters, and `list` of it takes it apart; what is asked "
    "for is a list of words.",
)
def tokenize_into_characters(text):
    return [character for character in text.lower() if character.isalnum()]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You return one string with blanks in it. A list is asked for, with one string for each word.",
)
def tokenize_as_one_string(text):
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="`re.findall` returns what the *parentheses* caught as soon as a pattern has some, here only what follows an "
    "apostrophe. Parentheses that begin with ?: group and catch nothing.",
)
def tokenize_catching_a_group(text):
    return re.findall(r"[^\W_]+('[^\W_]+)*", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You allow the letters from a to z and the apostrophe, nothing else. Digits and the letters of other "
    "alphabets are lost, and quotes stay at the words: read the second and the third rule again.",
)
def tokenize_ascii_and_quotes(text):
    return re.findall(r"[a-z']+", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="The last word is missing where the text ends with it. Your loop closes a word when a separator comes, and "
    "after the last word none does: close it after the loop.",
)
def tokenize_without_the_end(text):
    text, words, word = text.lower(), [], ""
    for place, character in enumerate(text):
        if character.isalnum() or (character == "'" and word and text[place + 1 : place + 2].isalnum()):
            word += character
        else:
            if word:
                words.append(word)
            word = ""
    return words


@mistake("tokenize", fails=("values", "edge_cases"), says=DELETES_SIGNS)
def tokenize_keeping_blanks_and_apostrophes(text):
    return "".join(c for c in text.lower() if c.isalnum() or c in " '").split()


@mistake("tokenize", fails=("values", "edge_cases"), says=DELETES_SIGNS)
def tokenize_deleting_punctuation(text):
    import string

    return text.lower().translate(str.maketrans("", "", string.punctuation)).split()


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You strip signs from the ends of what lies between blanks. Signs inside stay: well-made and 10/10 come out "
    "as one word each. By the fourth rule they separate.",
)
def tokenize_stripping_ends_without_empties(text):
    import string

    return [word for word in (word.strip(string.punctuation) for word in text.lower().split()) if word]


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="You replace the signs of a list, such as `string.punctuation`, which knows the ASCII ones. There are many "
    "more: “ ” – … stay at your words. Say what belongs to a word, and let everything else separate.",
)
def tokenize_replacing_ascii_signs(text):
    import string

    text = text.lower()
    for sign in string.punctuation.replace("'", ""):
        text = text.replace(sign, " ")
    return [word.strip("'") for word in text.split() if word.strip("'")]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You cut at blanks only, and leave the capitals: signs stick to the words, and 'The' at the beginning of a "
    "sentence is another word than 'the'.",
)
def tokenize_by_blanks_with_capitals(text):
    return text.split()


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You cut at the apostrophe (isn't becomes isn and t) and keep the underscore: `\\w` stands for letters, "
    "digits *and the underscore*. See the third and the fourth rule.",
)
def tokenize_by_word_characters(text):
    return re.findall(r"\w+", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You take every apostrophe and every underscore for a letter: quotes stay at the words, and `\\w` has the "
    "underscore in it. The third rule asks what stands on *both* sides of an apostrophe, by the fourth the underscore "
    "separates.",
)
def tokenize_by_word_characters_and_apostrophes(text):
    return re.findall(r"[\w']+", text.lower())


@mistake("tokenize", fails=("values", "edge_cases"), says=KEEPS_UNDERSCORES)
def tokenize_stripping_quotes_from_word_characters(text):
    return [word.strip("'") for word in re.findall(r"[\w']+", text.lower())]


@mistake("tokenize", fails=("values", "edge_cases"), says=EMPTY_STRINGS)
def tokenize_by_split(text):
    return re.split(r"[^\w']+", text.lower())


@mistake("tokenize", fails=("values", "edge_cases"), says=EMPTY_STRINGS)
def tokenize_by_split_at_non_word_characters(text):
    return re.split(r"\W+", text.lower())


@mistake("tokenize", fails=("values", "edge_cases"), says=EMPTY_STRINGS)
def tokenize_by_split_ascii(text):
    return re.split(r"[^a-z0-9']+", text.lower())


@mistake("tokenize", fails=("values", "edge_cases"), says=EMPTY_STRINGS)
def tokenize_closing_a_word_at_every_sign(text):
    text, words, word = text.lower(), [], ""
    for place, character in enumerate(text):
        if character.isalnum() or (character == "'" and word and text[place + 1 : place + 2].isalnum()):
            word += character
        else:
            words.append(word)
            word = ""
    return [*words, word]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="Your words grow longer and longer: `word` is put into the list and never emptied, so the next word begins "
    "with all that came before.",
)
def tokenize_never_emptying_the_word(text):
    words, word = [], ""
    for character in text.lower():
        if character.isalnum():
            word += character
        else:
            words.append(word)
    return [*words, word]


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="A word of yours has at most one apostrophe, so that shouldn't've falls into two. The third rule holds for "
    "each of them: a group that may come once is not one that may come any number of times.",
)
def tokenize_with_one_apostrophe(text):
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower())


LOOKS_TO_ONE_SIDE = (
    "An apostrophe stays at the end of a word: you look at what stands before it and not at what follows. The third "
    "rule asks for a letter or digit on *both* sides."
)


@mistake("tokenize", fails=("values", "edge_cases"), says=LOOKS_TO_ONE_SIDE)
def tokenize_looking_back_only(text):
    words, word = [], ""
    for character in text.lower():
        if character.isalnum() or (character == "'" and word):
            word += character
        else:
            if word:
                words.append(word)
            word = ""
    return [*words, word] if word else words


@mistake("tokenize", fails=("values", "edge_cases"), says=LOOKS_TO_ONE_SIDE)
def tokenize_with_an_apostrophe_at_the_end(text):
    return re.findall(r"[^\W_]+'?[^\W_]*", text.lower())


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="Your function fails where the text ends with an apostrophe: there is no character at `place + 1`. Ask "
    "whether there is one before you look at it.",
)
def tokenize_looking_beyond_the_end(text):
    text, words, word = text.lower(), [], ""
    for i in range(len(text)):
        if text[i].isalnum() or (text[i] == "'" and text[i - 1].isalnum() and text[i + 1].isalnum()):
            word += text[i]
        else:
            if word:
                words.append(word)
            word = ""
    return [*words, word] if word else words


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="An apostrophe at the very beginning or end finds a neighbour at the other end of the text: at place 0, "
    "`text[place - 1]` is the *last* character. Nothing stands beyond the ends.",
)
def tokenize_looking_round(text):
    text, words, word = text.lower(), [], ""
    for i in range(len(text)):
        if text[i].isalnum() or (text[i] == "'" and text[i - 1].isalnum() and text[(i + 1) % len(text)].isalnum()):
            word += text[i]
        else:
            if word:
                words.append(word)
            word = ""
    return [*words, word] if word else words


ONLY_BETWEEN_LETTERS = (
    "You let an apostrophe stand between letters and not beside a digit. In the third rule letters and digits count "
    "alike: 1990's and 5'10 are one word each."
)


@mistake("tokenize", fails=("edge_cases",), says=ONLY_BETWEEN_LETTERS)
def tokenize_with_apostrophes_between_letters(text):
    text = " " + text.lower() + " "
    return "".join(
        c if c.isalnum() or (c == "'" and text[i - 1].isalpha() and text[i + 1].isalpha()) else " "
        for i, c in enumerate(text)
    ).split()


@mistake("tokenize", fails=("edge_cases",), says=ONLY_BETWEEN_LETTERS)
def tokenize_with_apostrophes_before_letters(text):
    return re.findall(r"[^\W_]+(?:'[^\W\d_]+)*", text.lower())


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="You take the curly ’ for an apostrophe as well. That is a fair choice, and many texts need it; here the "
    "third rule knows the straight one alone, and all texts have to be cut by the same rules.",
)
def tokenize_with_curly_apostrophes(text):
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="`casefold` goes further than lower case: it makes ss of ß. The first rule asks for lower case.",
)
def tokenize_by_casefold(text):
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold())


@mistake(
    "tokenize",
    fails=("edge_cases",),
    says="You keep two apostrophes side by side inside a word. Neither of them stands between two letters or digits, "
    "which is what the third rule asks for.",
)
def tokenize_with_neighbouring_apostrophes(text):
    kept = "".join(c if c.isalnum() or c == "'" else " " for c in text.lower())
    return [word.strip("'") for word in kept.split() if word.strip("'")]


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You keep the signs as words of their own. Many systems do that, and a language model needs them; by the "
    "fourth rule they are dropped.",
)
def tokenize_keeping_signs(text):
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You allow the letters from a to z, the digits and the apostrophe. Words of other alphabets fall to pieces or "
    "vanish, and quotes stay at the words: read the second and the third rule again.",
)
def tokenize_ascii_with_quotes(text):
    return re.findall(r"[a-z0-9']+", text.lower())


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You return a generator. It makes its words when it is asked, once, and cannot be counted or indexed: a list "
    "is asked for.",
)
def tokenize_as_generator(text):
    return (match.group() for match in re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


@mistake(
    "tokenize",
    fails=("values", "edge_cases"),
    says="You return what `re.finditer` gives: matches, one at a time, and not words. A list of strings is asked for.",
)
def tokenize_as_matches(text):
    return re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text.lower())


# build_vocabulary --------------------------------------------------------------------------------------------------

exercise(
    "build_vocabulary",
    returns={"vocabulary": ""},
    forbidden=("helpers.nn",),
    explained="""
    The inner loop runs through the sentences and then through the words of each, so that all of them go into one
    `Counter`. It remembers the order in which its keys were met, and `most_common` keeps that order where counts are
    equal: the second rule is fulfilled without a line of its own. A sort by (count, word) would break ties by the
    alphabet, and a `set` would give another order at each start of Python. `most_common(size)` cuts after everything
    was counted, and `most_common(None)` does not cut. `enumerate` then gives the ids, beginning with 0, since they are
    places in an array. To convince yourself, look at the words with equal counts: the one met first has the lower id.
    """,
)


@visible("build_vocabulary", part="values")
def _(rng):
    yield case(
        "the deck's second sentence",
        sentences=[["i", "like", "to", "sleep", "and", "i", "like", "to", "eat"]],
        note="in the deck's order: i, like, to, sleep, and, eat",
    )
    yield case(
        "two sentences; was and not are equally frequent",
        sentences=[["the", "movie", "was", "long"], ["the", "song", "was", "not"], ["not", "the", "end"]],
        note="was comes before not, since it was met first",
    )
    yield case(
        "a word that fills a sentence of its own",
        sentences=[["long", "long", "long", "long"], ["a", "movie"], ["movie", "a", "movie"]],
        note="long four times, movie three times, a twice",
    )
    yield case(
        "one is met first, another last",
        sentences=[["not", "long", "long", "not"]],
        note="both occur twice, and not was met first",
    )
    yield case("words are compared as they are", sentences=[["it", "US", "us", "us"]], note="US is not us here")
    yield case(
        "many words, nearly all of them once",
        sentences=[[str(word) for word in rng.permutation(PLENTY)], ["film", "a", "film"]],
        note="ties in the order in which they were met, all forty of them kept",
    )
    yield case("one word in one sentence", sentences=[["movie"]])
    yield case("no sentence", sentences=[], note="an empty dictionary")


@hidden("build_vocabulary", part="values")
def _(rng):
    for _ in range(3):
        yield case("random sentences", sentences=[some_words(rng, int(rng.integers(1, 9)), of=8) for _ in range(5)])
    yield case("an empty sentence between others", sentences=[some_words(rng, 4), [], some_words(rng, 5)])
    yield case("many words, many ties", sentences=[[str(word) for word in rng.permutation(PLENTY)] for _ in range(2)])
    often = [["the"] * int(rng.integers(40, 90)), ["film"] * int(rng.integers(257, 290))]
    yield case("very many times", sentences=often)


@visible("build_vocabulary", part="size")
def _(rng):
    sentences = [["the", "movie", "was", "long"], ["the", "song", "was", "not"], ["not", "the", "end"]]
    yield case("size 2", sentences=sentences, size=2, note="the and was")
    yield case("size 4, in the middle of a tie", sentences=sentences, size=4, note="of the words met once, the first")
    yield case("size 1", sentences=sentences, size=1)
    yield case(
        "a word that fills a sentence of its own, size 2",
        sentences=[["a", "movie"], ["long", "long", "long", "long"], ["movie", "a", "movie"]],
        size=2,
        note="long and movie",
    )
    yield case("size 100, more than there are", sentences=sentences, size=100, note="all seven")
    yield case("one is met first, another last, size 1", sentences=[["not", "long", "long", "not"]], size=1, note="not")
    yield case("no size", sentences=sentences, note="all seven")
    yield case("US is not us, size 2", sentences=[["it", "it", "it", "US", "us", "so", "so"]], size=2, note="it and so")


@hidden("build_vocabulary", part="size")
def _(rng):
    for size in (2, 3, 5):
        yield case("random sentences", sentences=[some_words(rng, 6) for _ in range(4)], size=size)
    yield case("many words, many ties", sentences=[[str(word) for word in rng.permutation(PLENTY)]], size=25)


@right("build_vocabulary", style="dictionary and sorted")
def vocabulary_by_sorting(sentences, size=None):
    counts = {}
    for sentence in sentences:
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: -counts[word])
    if size is not None:
        words = words[:size]
    return {word: i for i, word in enumerate(words)}


@right("build_vocabulary", style="the largest that is left, again and again")
def vocabulary_by_picking(sentences, size=None):
    words = [word for sentence in sentences for word in sentence]
    left = list(dict.fromkeys(words))
    vocabulary = {}
    while left and (size is None or len(vocabulary) < size):
        best = max(left, key=words.count)
        vocabulary[best] = len(vocabulary)
        left.remove(best)
    return vocabulary


@right("build_vocabulary", style="NumPy's unique")
def vocabulary_by_unique(sentences, size=None):
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return {}
    unique, first, counts = np.unique(words, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))[:size]
    return {str(unique[number]): place for place, number in enumerate(order)}


@right("build_vocabulary", style="sorted by count and first place")
def vocabulary_by_two_keys(sentences, size=None):
    import itertools

    words = list(itertools.chain.from_iterable(sentences))
    ranked = sorted(set(words), key=lambda word: (-words.count(word), words.index(word)))
    return dict(zip(ranked[:size], range(len(ranked)), strict=False))


ORDER_OF_MEETING = (
    "Your ids follow the order in which the words were met. That order lasts, which is good, but the first rule "
    "asks for the most frequent word first, so that a cut keeps what matters."
)


@mistake("build_vocabulary", fails=("values", "size"), says=ORDER_OF_MEETING)
def vocabulary_by_appearance(sentences, size=None):
    words = list(dict.fromkeys(word for sentence in sentences for word in sentence))
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your ids follow the alphabet. That order lasts (a bare `set` would not even do that), but the first rule "
    "asks for the most frequent word first, so that a cut keeps what matters.",
)
def vocabulary_by_alphabet(sentences, size=None):
    words = sorted({word for sentence in sentences for word in sentence})
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your order begins with the rarest word. Sorting goes from small to large unless it is told otherwise, and a "
    "cut would keep the words that are hardly ever met.",
)
def vocabulary_rare_first(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=counts.get)
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your counts are right, and ties are broken by the alphabet: the word itself is part of the key by which you "
    "sort. By the second rule the word that was met first comes first.",
)
def vocabulary_ties_by_alphabet(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your counts are right, and of equally frequent words the one met *last* comes first: you sort upwards and "
    "turn the list round, which turns the ties round as well.",
)
def vocabulary_ties_reversed(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=counts.get)[::-1]
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your ids begin with 1. They are places in a vector, and the first place of an array is 0: the last word "
    "would have no place.",
)
def vocabulary_from_one(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size), 1)}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You return the words in the right order, as a list. To find a word's place in a list one has to search it; "
    "the dictionary word -> id is asked for.",
)
def vocabulary_as_list(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return [word for word, _ in counts.most_common(size)]


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your dictionary goes from ids to words. It is to be asked the other way: given a word, which place has it?",
)
def vocabulary_upside_down(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {number: word for number, (word, _) in enumerate(counts.most_common(size))}


COUNTS_FOR_IDS = (
    "You return how often each word occurs. The counts decide the order; what is asked for is each word's rank in it, "
    "0, 1, 2, ..."
)


@mistake("build_vocabulary", fails=("values", "size"), says=COUNTS_FOR_IDS)
def vocabulary_of_counts(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return dict(counts.most_common(size))


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="Your vocabulary is right, and as long as without `size`: the argument takes no part.",
)
def vocabulary_without_limit(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common())}


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="You stop collecting when `size` different words have been met, and sort those. A frequent word that comes "
    "late is lost that way: count everything first, then cut.",
)
def vocabulary_cut_too_early(sentences, size=None):
    counts = {}
    for sentence in sentences:
        for word in sentence:
            if word in counts or size is None or len(counts) < size:
                counts[word] = counts.get(word, 0) + 1
    return {word: number for number, word in enumerate(sorted(counts, key=lambda word: -counts[word]))}


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="You keep one word fewer than `size`. As a place for unknown words that would make sense; here unknown words "
    "have no place, and `size` words are kept.",
)
def vocabulary_one_short(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    kept = counts.most_common(None if size is None or size > len(counts) else size - 1)
    return {word: number for number, (word, _) in enumerate(kept)}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You count in how many sentences a word occurs. The first rule asks how often it occurs: four times in one "
    "sentence is four times.",
)
def vocabulary_by_sentences(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in dict.fromkeys(sentence))
    return {word: number for number, (word, _) in enumerate(counts.most_common(size))}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your vocabulary knows one sentence only, the last: the counting begins anew with every sentence. Begin "
    "once, before the loop.",
)
def vocabulary_of_the_last_sentence(sentences, size=None):
    counts = Counter()
    for sentence in sentences:
        counts = Counter(sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size))}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You give id 0 to a mark for unknown words. Many vocabularies do that; here the most frequent word has id 0, "
    "and unknown words have no id.",
)
def vocabulary_with_unknown(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {"<unk>": 0} | {word: number for number, (word, _) in enumerate(counts.most_common(size), 1)}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You keep letters, not words: a loop over a word goes through its letters. There is one loop too many.",
)
def vocabulary_of_letters(sentences, size=None):
    counts = Counter(letter for sentence in sentences for word in sentence for letter in word)
    return {letter: number for number, (letter, _) in enumerate(counts.most_common(size))}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your counts are right, and ties are broken by the alphabet backwards: you sort pairs of count and word, and "
    "where the counts are equal the words decide. Leave the word out of the key.",
)
def vocabulary_ties_by_alphabet_backwards(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (counts[word], word), reverse=True)
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You return pairs of words and counts, in the right order. What is asked for is the dictionary that gives "
    "each word its place in that order.",
)
def vocabulary_as_pairs(sentences, size=None):
    return Counter(word for sentence in sentences for word in sentence).most_common(size)


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You count sentences: each entry of the list is a list of words, and a list cannot be a key. One more loop "
    "leads to the words.",
)
def vocabulary_of_sentences(sentences, size=None):
    return {word: number for number, (word, _) in enumerate(Counter(sentences).most_common(size))}


@mistake("build_vocabulary", fails=("values", "size"), says=ORDER_OF_MEETING)
def vocabulary_by_appearance_uncut(sentences, size=None):
    return {word: i for i, word in enumerate(dict.fromkeys(word for sentence in sentences for word in sentence))}


@mistake("build_vocabulary", fails=("values", "size"), says=COUNTS_FOR_IDS)
def vocabulary_of_counts_uncut(sentences, size=None):
    return Counter(word for sentence in sentences for word in sentence)


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your counts are right, and ties follow the order in which the words were met for the *last* time: an entry "
    "that is taken out of the dictionary and put in again moves to its end. The second rule asks for the first time.",
)
def vocabulary_ties_by_the_last_meeting(sentences, size=None):
    counts = {}
    for sentence in sentences:
        for word in sentence:
            counts[word] = counts.pop(word, 0) + 1
    words = sorted(counts, key=lambda word: -counts[word])
    return {word: number for number, word in enumerate(words[:size])}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="You make the words lower case. `tokenize` has seen to that where it is wanted: here words are compared as "
    "they are, and US (a country) is not us.",
)
def vocabulary_in_lower_case(sentences, size=None):
    counts = Counter(word.lower() for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size))}


@mistake(
    "build_vocabulary",
    fails=("values",),
    says="When no size is given you keep ten words. None stands for no limit: then all words are kept.",
)
def vocabulary_of_ten(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(10 if size is None else size))}


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="You keep one word more than `size`. The ids count from 0, so the last of `size` words has the id size - 1.",
)
def vocabulary_one_too_many(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: i for i, (word, _) in enumerate(counts.most_common()) if size is None or i <= size}


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="You keep the words that occur `size` times or more. By the third rule `size` says how many *words* are kept, "
    "the most frequent ones.",
)
def vocabulary_of_words_that_frequent(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: i for i, (word, count) in enumerate(counts.most_common()) if size is None or count >= size}


@mistake(
    "build_vocabulary",
    fails=("size",),
    says="Your function fails where `size` is larger than the number of words. It says how many are kept *at most*.",
)
def vocabulary_beyond_its_end(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: -counts[word])
    vocabulary = {}
    for i in range(len(words) if size is None else size):
        vocabulary[words[i]] = i
    return vocabulary


NO_SIZE = (
    "Your function fails when no size is given: then `size` is None, which is no number to count to or to compare "
    "with. None means that all words are kept."
)


@mistake("build_vocabulary", fails=("values", "size"), says=NO_SIZE)
def vocabulary_that_needs_a_size(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: -counts[word])
    return {words[i]: i for i in range(size)}


@mistake("build_vocabulary", fails=("values", "size"), says=NO_SIZE)
def vocabulary_that_compares_its_size(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence).most_common()
    return {counts[i][0]: i for i in range(min(size, len(counts)))}


FIRST_SENTENCE_ONLY = (
    "Your vocabulary knows the words of the first sentence and no other. All of them are counted: does your `return` "
    "stand inside the loop, or do you take `sentences[0]`?"
)


@mistake("build_vocabulary", fails=("values", "size"), says=FIRST_SENTENCE_ONLY)
def vocabulary_of_the_first_sentence(sentences, size=None):
    return {word: number for number, (word, _) in enumerate(Counter(sentences[0]).most_common(size))}


@mistake("build_vocabulary", fails=("values", "size"), says=FIRST_SENTENCE_ONLY)
def vocabulary_returned_in_the_loop(sentences, size=None):
    counts = Counter()
    for sentence in sentences:
        counts.update(sentence)
        return {word: number for number, (word, _) in enumerate(counts.most_common(size))}
    return None


COLLECTS_IN_A_SENTENCE = (
    "You collect the words of all sentences in the first one, which belongs to the caller: the list that you extend is "
    "`sentences[0]` itself. Begin with a list of your own."
)


@mistake("build_vocabulary", fails=("values", "size"), says=COLLECTS_IN_A_SENTENCE)
def vocabulary_collected_in_a_sentence(sentences, size=None):
    words = sentences[0] if sentences else []
    for sentence in sentences[1:]:
        words += sentence
    return {word: number for number, (word, _) in enumerate(Counter(words).most_common(size))}


@mistake("build_vocabulary", fails=("values", "size"), says=COLLECTS_IN_A_SENTENCE)
def vocabulary_collected_in_the_first_sentence(sentences, size=None):
    words = sentences[0]
    for sentence in sentences[1:]:
        words.extend(sentence)
    return {word: number for number, (word, _) in enumerate(Counter(words).most_common(size))}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your ids have gaps: the list that you number still holds every word as often as it occurs, and each time it "
    "comes again its entry is overwritten. Number the *different* words.",
)
def vocabulary_with_gaps(sentences, size=None):
    words = [word for sentence in sentences for word in sentence]
    words = sorted(words, key=lambda word: -words.count(word))[:size]
    return {word: number for number, word in enumerate(words)}


@mistake(
    "build_vocabulary",
    fails=("values", "size"),
    says="Your keys are pairs of a word and its count, as `most_common` gives them. The word alone is the key.",
)
def vocabulary_with_pairs_as_keys(sentences, size=None):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {pair: number for number, pair in enumerate(counts.most_common(size))}


# bag_of_words ------------------------------------------------------------------------------------------------------

exercise(
    "bag_of_words",
    returns={"counts": "V"},
    forbidden=("helpers.nn",),
    explained="""
    The vector has `len(vocabulary)` places before the first word is read, so that every text gets the same length; an
    empty text keeps its zeros. The id says *where* to count and the count says *how often*: `counts[id] += 1`, one
    word after the other. An unknown word is passed over by `if`. With `vocabulary.get(word, -1)` it would be counted
    at the last place, which belongs to a real word. A loop is slow and safe here: `counts[ids] += 1` with a list of
    ids counts a repeated id once. To convince yourself, compare `counts.sum()` with the number of known words in the
    text.
    """,
)


def numbered(words):
    return {word: number for number, word in enumerate(words)}


@visible("bag_of_words", part="values")
def _(rng):
    yield case(
        "the deck's second sentence",
        words=["i", "like", "to", "sleep", "and", "i", "like", "to", "eat"],
        vocabulary=numbered(["i", "like", "to", "sleep", "and", "eat"]),
        note="the deck has 2, 2, 2, 1, 1, 1",
    )
    yield case(
        "the deck's first sentence",
        words=["the", "movie", "was", "not", "long", "but", "interesting"],
        vocabulary=numbered(["the", "movie", "song", "was", "is", "not", "long", "but", "interesting"]),
        note="song and is do not occur",
    )
    yield case(
        "a dictionary whose entries stand in another order",
        words=["the", "movie", "the", "long", "the"],
        vocabulary={"not": 2, "long": 0, "movie": 3, "the": 1},
        note="the id says where a count stands",
    )
    yield case(
        "words that are part of others",
        words=["another", "not", "other", "the"],
        vocabulary=numbered(["the", "other", "not", "another", "he", "an"]),
        note="he and an do not occur as words",
    )
    yield case(
        "as many places as in the first case, other words",
        words=["eat", "to", "eat", "and", "eat"],
        vocabulary=numbered(["i", "like", "to", "sleep", "and", "eat"]),
    )
    yield case(
        "one word three hundred times", words=["long"] * 300 + ["not"], vocabulary=numbered(["not", "long", "but"])
    )
    yield case("words are compared as they are", words=["US", "us", "US"], vocabulary=numbered(["us", "US"]))


@hidden("bag_of_words", part="values")
def _(rng):
    for _ in range(3):
        known = [str(word) for word in rng.permutation(FREQUENT)]
        ids = [int(number) for number in rng.permutation(12)]
        yield case("random words", words=some_words(rng, 15, of=12), vocabulary=dict(zip(known, ids, strict=True)))


@visible("bag_of_words", part="unknown_words")
def _(rng):
    yield case(
        "a known and an unknown word, both twice",
        words=["i", "drink", "i", "drink"],
        vocabulary=numbered(["i", "like", "to", "sleep", "and", "eat"]),
        note="drink is unknown",
    )
    yield case("unknown words only", words=["dull", "film"], vocabulary=numbered(["movie", "long"]), note="all zeros")
    yield case("no words", words=[], vocabulary=numbered(["movie", "long", "but"]), note="all zeros")
    yield case("unknown words at both ends", words=["so", "it", "was", "so"], vocabulary={"was": 1, "it": 0})
    yield case(
        "an unknown word in the middle",
        words=["i", "like", "films", "and", "to", "eat", "to"],
        vocabulary=numbered(["i", "like", "to", "sleep", "and", "eat"]),
        note="films is unknown",
    )
    yield case("US is unknown, us is known", words=["US", "US", "us"], vocabulary=numbered(["it", "us"]))


@hidden("bag_of_words", part="unknown_words")
def _(rng):
    for _ in range(2):
        known = [str(word) for word in rng.permutation(FREQUENT[:10])[:4]]
        # a word of either kind for certain, the known one twice
        words = [known[-1], "unheard", *some_words(rng, 10), known[-1]]
        yield case("some unknown", words=words, vocabulary=numbered(known))
    yield case("unknown words only", words=["unheard"] * int(rng.integers(1, 4)), vocabulary=numbered(FREQUENT[:5]))


@right("bag_of_words", style="list.count")
def bag_by_count(words, vocabulary):
    return np.array([words.count(word) for word in sorted(vocabulary, key=vocabulary.get)])


@right("bag_of_words", style="bincount")
def bag_by_bincount(words, vocabulary):
    ids = np.array([vocabulary[word] for word in words if word in vocabulary], dtype=int)
    return np.bincount(ids, minlength=len(vocabulary))


@right("bag_of_words", style="add.at, as floats")
def bag_by_add_at(words, vocabulary):
    counts = np.zeros(len(vocabulary))
    np.add.at(counts, np.array([vocabulary[word] for word in words if word in vocabulary], dtype=int), 1)
    return counts


@right("bag_of_words", style="sum of one-hot vectors")
def bag_by_one_hot(words, vocabulary):
    rows = [np.arange(len(vocabulary)) == vocabulary[word] for word in words if word in vocabulary]
    return np.sum(rows, axis=0, dtype=int) if rows else np.zeros(len(vocabulary), dtype=int)


@right("bag_of_words", style="Counter")
def bag_by_counter(words, vocabulary):
    from collections import Counter

    seen = Counter(words)
    counts = np.zeros(len(vocabulary), dtype=np.int64)
    for word, number in vocabulary.items():
        counts[number] = seen[word]
    return counts


@right("bag_of_words", style="torch")
def bag_by_torch(words, vocabulary):
    import torch

    counts = torch.zeros(len(vocabulary), dtype=torch.long)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You note whether a word occurs, not how often: every count is 0 or 1. The deck's sentence has i, like and "
    "to twice. (If you write counts[ids] += 1 with a list of ids: NumPy adds once for each *different* id.)",
)
def bag_of_presence(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] = 1
    return counts


@mistake("bag_of_words", fails=("values", "unknown_words"), says="", twin_of="bag_of_presence")
def bag_by_fancy_index(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    counts[[vocabulary[word] for word in words if word in vocabulary]] += 1
    return counts


SHARES = (
    "You divide the counts by the number of words. Shares make long and short texts comparable and are useful at "
    "times; (1.1) asks for the counts themselves."
)


@mistake("bag_of_words", fails=("values", "unknown_words"), says=SHARES)
def bag_of_shares(words, vocabulary):
    counts = np.zeros(len(vocabulary))
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1 / len(words)
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="You count unknown words at place 0. That place belongs to a real word, which now seems to occur wherever "
    "something unknown does.",
)
def bag_unknown_first(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        counts[vocabulary.get(word, 0)] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="You count unknown words at the last place. An id of -1 is no 'nowhere' in Python: it is the end of the "
    "array, where a real word has its place.",
)
def bag_unknown_last(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        counts[vocabulary.get(word, -1)] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="Your function fails at a word that is not in the vocabulary. New texts always have such words; they are "
    "left out.",
)
def bag_unknown_raises(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="Your vector has one place more than the vocabulary, for the unknown words. Many systems do that; here the "
    "vector is as long as the vocabulary, and what is unknown is left out.",
)
def bag_with_a_place_for_unknown(words, vocabulary):
    counts = np.zeros(len(vocabulary) + 1, dtype=int)
    for word in words:
        counts[vocabulary.get(word, -1)] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="You take unknown words into the vocabulary. It belongs to the caller, and it was made from the training "
    "texts: a model has no weight for what came later, and every text would get a vector of another length.",
)
def bag_growing_the_vocabulary(words, vocabulary):
    for word in words:
        if word not in vocabulary:
            vocabulary[word] = len(vocabulary)
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="Your places are those of the words of this text, in a vocabulary that it makes for itself. Then no two "
    "texts can be compared: place 3 is another word in each. Use the vocabulary that is handed in.",
)
def bag_with_its_own_vocabulary(words, vocabulary):
    return np.array([words.count(word) for word in dict.fromkeys(words)], dtype=int)


@mistake(
    "bag_of_words",
    fails=("values",),
    says="Your counts stand in the order in which the dictionary lists its entries. Where a count belongs is said by "
    "the *id*; the entries can stand in any order.",
)
def bag_in_the_order_of_entries(words, vocabulary):
    return np.array([words.count(word) for word in vocabulary])


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="Your vector ends at the largest id that occurs in the text. `np.bincount` is as long as it has to be unless "
    "it is told a `minlength`; the length has to be V for every text.",
)
def bag_too_short(words, vocabulary):
    return np.bincount(np.array([vocabulary[word] for word in words if word in vocabulary], dtype=int))


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You return the ids of the words, one for each word of the text. That keeps the order, but its length is "
    "that of the text. Count how often each id occurs.",
)
def bag_of_ids(words, vocabulary):
    return np.array([vocabulary[word] for word in words if word in vocabulary], dtype=int)


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You return a dictionary of counts. A model computes with a vector: the id of a word says at which place its "
    "count stands.",
)
def bag_as_dictionary(words, vocabulary):
    return {word: words.count(word) for word in vocabulary}


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You count letters within a joined text: 'he' is found in 'the' and 'other'. Count whole words, in the list "
    "as it is.",
)
def bag_of_parts_of_words(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word, number in vocabulary.items():
        counts[number] = " ".join(words).count(word)
    return counts


IDS_FOR_COUNTS = (
    "Your vector has ids in it where the counts should be: what you put at a word's place, or add there, is its id. "
    "The id says *where*, the count says *how much*."
)


@mistake("bag_of_words", fails=("values", "unknown_words"), says=IDS_FOR_COUNTS)
def bag_of_its_places(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] = vocabulary[word]
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="Your counts are right, and stand in a list. A model adds and multiplies vectors; with lists + joins and * "
    "repeats. `np.array` makes a vector of it.",
)
def bag_as_list(words, vocabulary):
    return [words.count(word) for word in sorted(vocabulary, key=vocabulary.get)]


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="Your function fails where a text has no known word: then the list of ids is empty, and NumPy makes an array "
    "of fractions of it, which cannot be indices. Say `dtype=int`, or count in a loop.",
)
def bag_by_empty_index(words, vocabulary):
    ids = np.array([vocabulary[word] for word in words if word in vocabulary])
    return np.eye(len(vocabulary))[ids].sum(axis=0)


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="Your function fails where a text has no known word: then the list of ids is empty, and NumPy makes an array "
    "of fractions of it, which `np.bincount` refuses. Say `dtype=int`, or count in a loop.",
)
def bag_by_empty_bincount(words, vocabulary):
    return np.bincount(np.array([vocabulary[w] for w in words if w in vocabulary]), minlength=len(vocabulary))


@mistake("bag_of_words", fails=("values", "unknown_words"), says=SHARES)
def bag_divided_by_the_length(words, vocabulary):
    counts = np.zeros(len(vocabulary))
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts / len(words)


@mistake("bag_of_words", fails=("values", "unknown_words"), says=IDS_FOR_COUNTS)
def bag_adding_the_ids(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += vocabulary[word]
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="The word with id 0 is never counted: in Python 0 counts as false, so `if` passes it over as if it were "
    "unknown. Ask whether the word is *in* the vocabulary.",
)
def bag_without_id_zero(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if vocabulary.get(word):
            counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="You stop at the first unknown word, and what comes after it is lost: `break` and `return` end the loop. An "
    "unknown word is passed over, and the loop goes on.",
)
def bag_up_to_the_first_unknown_word(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word not in vocabulary:
            break
        counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("unknown_words",),
    says="An unknown word adds 1 to *every* place: `get` returns None for it, and an array indexed by None is the "
    "whole array with one more axis. Unknown words have no place at all.",
)
def bag_unknown_everywhere(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        counts[vocabulary.get(word)] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You count the first word and stop: does your `return` stand inside the loop? It ends the function in the "
    "first round.",
)
def bag_of_the_first_word(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
        return counts
    return None


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="A word that occurs twice is counted twice each time you meet it, which makes four. Go through the words and "
    "add 1, or through the vocabulary and take the count once.",
)
def bag_of_squares(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += words.count(word)
    return counts


AS_LONG_AS_THE_TEXT = (
    "Your vector has a place for each word of the *text*. Its length has to be V, that of the vocabulary, whatever "
    "the text is."
)


@mistake("bag_of_words", fails=("values", "unknown_words"), says=AS_LONG_AS_THE_TEXT)
def bag_as_long_as_the_text(words, vocabulary):
    counts = np.zeros(len(words), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


@mistake("bag_of_words", fails=("values", "unknown_words"), says=AS_LONG_AS_THE_TEXT)
def bag_marking_the_text(words, vocabulary):
    counts = np.zeros(len(words), dtype=int)
    for place, word in enumerate(words):
        if word in vocabulary:
            counts[place] += 1
    return counts


@mistake("bag_of_words", fails=("values", "unknown_words"), says=AS_LONG_AS_THE_TEXT)
def bag_with_a_count_for_each_word(words, vocabulary):
    return np.array([words.count(word) for word in words if word in vocabulary])


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You count at the word's place in the text. Its place in the vector is said by its id.",
)
def bag_by_place_in_the_text(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for place, word in enumerate(words):
        if word in vocabulary:
            counts[place] += 1
    return counts


ONE_AXIS = (
    "Your counts are right, and have an axis too many. One text is a vector with one axis, (V,); rows and columns come "
    "when several texts are stacked."
)


@mistake("bag_of_words", fails=("values", "unknown_words"), says=ONE_AXIS)
def bag_as_a_row(words, vocabulary):
    counts = np.zeros((1, len(vocabulary)), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[0, vocabulary[word]] += 1
    return counts


@mistake("bag_of_words", fails=("values", "unknown_words"), says=ONE_AXIS)
def bag_as_a_column(words, vocabulary):
    counts = np.zeros((len(vocabulary), 1), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="Your counts are right, and the caller's list is empty afterwards: `pop` takes the words out of it. Go "
    "through it with `for`.",
)
def bag_emptying_the_text(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    while words:
        word = words.pop()
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


@mistake(
    "bag_of_words",
    fails=("values", "unknown_words"),
    says="You make the words lower case. `tokenize` has seen to that where it is wanted: here words are compared as "
    "they are, and a word that is written another way is another word.",
)
def bag_in_lower_case(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word.lower() in vocabulary:
            counts[vocabulary[word.lower()]] += 1
    return counts


SMALL_NUMBERS = (
    "Your counts are stored in numbers of one byte, which end at 127 or 255 and then begin anew. A frequent word of a "
    "long text comes more often: `dtype=int` has room."
)


@mistake("bag_of_words", fails=("values",), says=SMALL_NUMBERS)
def bag_in_bytes(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=np.uint8)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


@mistake("bag_of_words", fails=("values",), says="", twin_of="bag_in_bytes")
def bag_in_signed_bytes(words, vocabulary):
    counts = np.zeros(len(vocabulary), dtype=np.int8)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts


equivalent(
    "bag_of_words",
    "counts = np.zeros(len(vocabulary), dtype=int)",
    "counts = np.zeros(len(vocabulary))",
    because="the counts are the same numbers as fractions, which are accepted",
)
equivalent(
    "bag_of_words",
    "for word in words:",
    "for word in reversed(list(words)):",
    because="a bag of words does not depend on the order: that is the lesson",
)


# ngrams ------------------------------------------------------------------------------------------------------------

exercise(
    "ngrams",
    returns={"grams": ""},
    forbidden=("helpers.nn",),
    explained="""
    Sentences are taken one at a time, since words on both sides of a full stop never stood together. In a sentence of
    T words the first run begins at 0 and the last at T - n, so there are T - n + 1 starts; `range` stops before its
    end, so no 1 has to be taken off again. If the sentence is shorter than n, the range is empty and nothing has to be
    asked. The slice `[start : start + n]` holds n words, its end left out. `tuple` makes of it something that can be a
    key of a dictionary, which a list cannot. To convince yourself, count: n = 1 gives every word once, n = T gives one
    run, and n = T + 1 gives none.
    """,
)

NOT_LONG = ["the", "movie", "was", "not", "long", "but", "interesting"]
SLEEP_AND_EAT = ["i", "like", "to", "sleep", "and", "i", "like", "to", "eat"]


@visible("ngrams", part="values")
def _(rng):
    yield case("bigrams of the deck's sentence", sentences=[NOT_LONG], n=2, note="the six of the table above")
    yield case("bigrams that repeat", sentences=[SLEEP_AND_EAT], n=2, note="i like and like to come twice")
    yield case("trigrams", sentences=[SLEEP_AND_EAT], n=3)
    yield case("bigrams of as many other words", sentences=[NOT_LONG[::-1]], n=2)
    yield case("n = 1", sentences=[NOT_LONG], n=1, note="tuples of one word")


@hidden("ngrams", part="values")
def _(rng):
    for n in (1, 2, 3, 4):
        yield case("a random sentence", sentences=[some_words(rng, int(rng.integers(6, 10)))], n=n)


@visible("ngrams", part="sentences")
def _(rng):
    yield case("two sentences", sentences=[["it", "was", "long"], ["not", "bad"]], n=2, note="no (long, not)")
    yield case("one sentence is too short", sentences=[["oh"], ["not", "so", "bad"]], n=2)
    yield case("all are too short", sentences=[["not", "bad"], ["long"]], n=3, note="an empty list")
    yield case("a sentence as long as n", sentences=[["not", "so", "bad"]], n=3, note="one trigram")
    yield case("one sentence says it again", sentences=[["so", "bad"], ["not", "so", "bad"]], n=2)
    yield case("an empty sentence, and none", sentences=[[], ["it", "was"]], n=1)
    yield case("no sentence", sentences=[], n=2, note="an empty list")


@hidden("ngrams", part="sentences")
def _(rng):
    for n in (2, 3):
        lengths = [n - 1, n, *(int(length) for length in rng.integers(0, 7, size=3)), n + 2, n + 1]
        yield case("sentences of many lengths", sentences=[some_words(rng, length) for length in lengths], n=n)
    yield case("too short", sentences=[some_words(rng, int(rng.integers(1, 4)))], n=5)


@right("ngrams", style="zip of shifted lists")
def ngrams_by_zip(sentences, n):
    return [gram for sentence in sentences for gram in zip(*(sentence[k:] for k in range(n)), strict=False)]


@right("ngrams", style="sliding window")
def ngrams_by_window(sentences, n):
    from collections import deque

    grams = []
    for sentence in sentences:
        window = deque(maxlen=n)
        for word in sentence:
            window.append(word)
            if len(window) == n:
                grams.append(tuple(window))
    return grams


@right("ngrams", style="comprehension")
def ngrams_by_comprehension(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words)) if i + n <= len(words)]


@right("ngrams", style="recursion")
def ngrams_by_recursion(sentences, n):
    if n == 1:
        return [(word,) for sentence in sentences for word in sentence]
    grams = []
    for sentence in sentences:
        shorter = ngrams([sentence[:-1]], n - 1)
        grams += [(*gram, word) for gram, word in zip(shorter, sentence[n - 1 :], strict=True)]
    return grams


@mistake(
    "ngrams",
    fails=("sentences",),
    says="Some of your n-grams begin in one sentence and end in the next. Those words never stood side by side: take "
    "one sentence at a time, and begin each with nothing left of the one before.",
)
def ngrams_across_sentences(sentences, n):
    words = [word for sentence in sentences for word in sentence]
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="The last n-gram of each sentence is missing. `range` stops before its end by itself: write down for a "
    "sentence of three words at which places a bigram can begin.",
)
def ngrams_without_the_last(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n)]


SHORT_ENDS = (
    "At the end of each sentence you have runs of fewer than n words: a slice that reaches beyond the end is cut short "
    "without a word. How many starts leave room for n words?"
)


@mistake("ngrams", fails=("values", "sentences"), says=SHORT_ENDS)
def ngrams_with_short_ends(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words))]


@mistake(
    "ngrams",
    fails=("sentences",),
    says="A sentence of fewer than n words comes back whole, as if it were an n-gram. It has none: a run of n words "
    "is not in it.",
)
def ngrams_short_sentence_whole(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(max(1, len(words) - n + 1))]


@mistake(
    "ngrams",
    fails=("sentences",),
    says="Your function raises an error at a sentence of fewer than n words. Short sentences are common, and nothing "
    "is wrong with them: they have no n-gram.",
)
def ngrams_short_sentence_raises(sentences, n):
    if any(len(words) < n for words in sentences):
        raise ValueError("the sentence is too short")
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your runs do not overlap: after one you go on n words further. Every word can begin an n-gram.",
)
def ngrams_without_overlap(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(0, len(words) - n + 1, n)]


ALL_CHOICES = "You take all choices of n words, however far apart. An n-gram is a run of *neighbours*."


@mistake("ngrams", fails=("values", "sentences"), says=ALL_CHOICES)
def ngrams_of_all_choices(sentences, n):
    from itertools import combinations

    return [gram for words in sentences for gram in combinations(words, n)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You sort the words within each n-gram. Their order is the one thing that n-grams have and a bag of words "
    "has not.",
)
def ngrams_sorted(sentences, n):
    return [tuple(sorted(words[i : i + n])) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your n-grams stand in the order from last word to first. They are read as the text is: the earlier word "
    "first.",
)
def ngrams_backwards(sentences, n):
    return [tuple(words[i : i + n][::-1]) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your n-grams are strings with blanks in them. Tuples of words are asked for; they can be joined later, but "
    "not taken apart safely.",
)
def ngrams_as_strings(sentences, n):
    return [" ".join(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Each of your n-grams occurs once. They are to be counted later: what was said twice has to be in the list "
    "twice.",
)
def ngrams_without_repeats(sentences, n):
    return list(dict.fromkeys(tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1)))


UP_TO_N = (
    "You return all runs of up to n words. For n = 3 that mixes single words and bigrams in; n-grams have exactly n "
    "words."
)


@mistake("ngrams", fails=("values", "sentences"), says=UP_TO_N)
def ngrams_up_to_n(sentences, n):
    return [tuple(words[i : i + k]) for k in range(1, n + 1) for words in sentences for i in range(len(words) - k + 1)]


WITH_MARKS = (
    "You put marks at the beginning and the end of each sentence and count them as words. A language model needs that; "
    "here nothing is added at the edges."
)


@mistake("ngrams", fails=("values", "sentences"), says=WITH_MARKS)
def ngrams_with_marks(sentences, n):
    marked = [["<start>", *words, "<end>"] for words in sentences]
    return [tuple(words[i : i + n]) for words in marked for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You return one list for each sentence, within a list. One list is asked for: `append` adds a list as one "
    "item, `extend` or `+=` adds what is in it.",
)
def ngrams_by_sentence(sentences, n):
    return [[tuple(words[i : i + n]) for i in range(len(words) - n + 1)] for words in sentences]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your runs have n + 1 words. A slice [i : i + n] holds n of them already; the end is not part of it.",
)
def ngrams_one_too_long(sentences, n):
    return [tuple(words[i : i + n + 1]) for words in sentences for i in range(len(words) - n)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You return bigrams whatever n is.",
)
def ngrams_always_two(sentences, n):
    return [gram for words in sentences for gram in zip(words, words[1:], strict=False)]


FIRST_SENTENCE_OF_ALL = (
    "You return the n-grams of the first sentence only: the `return` stands inside the loop over the sentences, or the "
    "loop is missing."
)


@mistake("ngrams", fails=("sentences",), says=FIRST_SENTENCE_OF_ALL)
def ngrams_of_the_first_sentence(sentences, n):
    for words in sentences:
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    return []


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your n-grams are made of letters: a loop over a word goes through its letters. Slice the list of words.",
)
def ngrams_of_letters(sentences, n):
    return [tuple(word[i : i + n]) for words in sentences for word in words for i in range(len(word) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your runs are runs of sentences: the slice is taken from the list of sentences. Go through the sentences, "
    "and slice the words of each.",
)
def ngrams_of_sentences(sentences, n):
    return [tuple(sentences[i : i + n]) for i in range(len(sentences) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="The last two n-grams of each sentence are missing: `range` stops one before its end, and you have taken one "
    "off as well. With T words and n = T there has to be one.",
)
def ngrams_without_the_last_two(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n - 1)]


@mistake("ngrams", fails=("values", "sentences"), says=SHORT_ENDS)
def ngrams_one_start_too_many(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 2)]


@mistake("ngrams", fails=("values", "sentences"), says=ALL_CHOICES)
def ngrams_of_all_arrangements(sentences, n):
    from itertools import permutations

    return [gram for words in sentences for gram in permutations(words, n)]


@mistake("ngrams", fails=("values", "sentences"), says=UP_TO_N)
def ngrams_up_to_n_by_sentence(sentences, n):
    return [tuple(words[i : i + k]) for words in sentences for k in range(1, n + 1) for i in range(len(words) - k + 1)]


@mistake("ngrams", fails=("values", "sentences"), says=WITH_MARKS)
def ngrams_with_padding(sentences, n):
    grams = []
    for words in sentences:
        words = ["<s>"] * (n - 1) + words + ["</s>"]
        grams += [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    return grams


@mistake("ngrams", fails=("sentences",), says=FIRST_SENTENCE_OF_ALL)
def ngrams_returned_in_the_loop(sentences, n):
    grams = []
    for words in sentences:
        for i in range(len(words) - n + 1):
            grams.append(tuple(words[i : i + n]))
        return grams
    return None


@mistake("ngrams", fails=("sentences",), says=FIRST_SENTENCE_OF_ALL)
def ngrams_of_sentence_zero(sentences, n):
    words = sentences[0]
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


LAST_SENTENCE_ONLY = (
    "You return the n-grams of the last sentence only: your list begins anew in each round of the loop over the "
    "sentences. Begin once, before it."
)


@mistake("ngrams", fails=("sentences",), says=LAST_SENTENCE_ONLY)
def ngrams_of_the_last_sentence(sentences, n):
    for words in sentences:
        out = []
        for i in range(len(words) - n + 1):
            out.append(tuple(words[i : i + n]))
    return out


@mistake("ngrams", fails=("sentences",), says=LAST_SENTENCE_ONLY)
def ngrams_begun_anew(sentences, n):
    grams = []
    for words in sentences:
        grams = [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    return grams


@mistake(
    "ngrams",
    fails=("sentences",),
    says="You stop at the first sentence that is too short, and the ones behind it are lost. It has no n-gram, and the "
    "loop goes on.",
)
def ngrams_up_to_the_first_short_sentence(sentences, n):
    grams = []
    for words in sentences:
        if len(words) < n:
            break
        grams += [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    return grams


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your function reaches beyond the end of a sentence: from the last starts there are fewer than n words left, "
    "and an index has to exist. How many starts leave room for n words?",
)
def ngrams_beyond_the_end(sentences, n):
    return [tuple(words[i + k] for k in range(n)) for words in sentences for i in range(len(words))]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your last runs go on at the beginning of the sentence. A sentence is no circle: where fewer than n words are "
    "left no run begins.",
)
def ngrams_round_the_end(sentences, n):
    return [tuple(words[(i + k) % len(words)] for k in range(n)) for words in sentences for i in range(len(words))]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your n-grams are lists. Tuples are asked for: n-grams are counted next, as keys of a dictionary, and a list "
    "cannot be a key.",
)
def ngrams_as_lists(sentences, n):
    return [words[i : i + n] for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="For n = 1 you return words and not tuples. A tuple of one word is written `(word,)`: the comma makes it one.",
)
def ngrams_of_one_word_as_text(sentences, n):
    return [tuple(words[i : i + n]) if n > 1 else words[i] for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You return a generator. It makes its n-grams when it is asked, once, and cannot be counted or indexed: a "
    "list is asked for.",
)
def ngrams_as_generator(sentences, n):
    return (tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1))


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You count the n-grams already. A list is asked for, in the order of the text; `build_vocabulary` will count.",
)
def ngrams_as_counts(sentences, n):
    return Counter(tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1))


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your n-grams are right, and the caller's sentences are shorter afterwards: `pop` takes words out of them. "
    "Move a place along the sentence instead.",
)
def ngrams_eating_the_sentences(sentences, n):
    grams = []
    for words in sentences:
        while len(words) >= n:
            grams.append(tuple(words[:n]))
            words.pop(0)
    return grams


@mistake(
    "ngrams",
    fails=("sentences",),
    says="You take the first n-gram of every sentence, then the second of every one. The order is that of the text: "
    "one sentence to its end, then the next.",
)
def ngrams_by_place(sentences, n):
    longest = max(map(len, sentences), default=0)
    return [tuple(words[i : i + n]) for i in range(longest) for words in sentences if i <= len(words) - n]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your list is sorted by the alphabet. The order asked for is that of the text.",
)
def ngrams_in_alphabetical_order(sentences, n):
    return sorted(tuple(words[i : i + n]) for words in sentences for i in range(len(words) - n + 1))


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your runs have n - 1 words. The end of a slice is not part of it: [i : i + n] holds n words already.",
)
def ngrams_one_too_short(sentences, n):
    return [tuple(words[i : i + n - 1]) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your slice always ends at place n, wherever it begins, and grows shorter. A run that begins at i ends n "
    "words further on.",
)
def ngrams_that_end_at_n(sentences, n):
    return [tuple(words[i:n]) for words in sentences for i in range(len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="The first n-gram of each sentence is missing: the places of a list count from 0.",
)
def ngrams_without_the_first(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(1, len(words) - n + 1)]


@mistake(
    "ngrams",
    fails=("sentences",),
    says="You take the number of starts from the first sentence, and use it for all. Each sentence has a length of its "
    "own.",
)
def ngrams_as_many_as_in_the_first(sentences, n):
    return [tuple(words[i : i + n]) for words in sentences for i in range(len(sentences[0]) - n + 1)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="You pair the first word of each run with its last one, and leave out what stands between. All n neighbours "
    "belong to it.",
)
def ngrams_of_first_and_last(sentences, n):
    return [gram for words in sentences for gram in zip(words, words[n - 1 :], strict=False)]


@mistake(
    "ngrams",
    fails=("values", "sentences"),
    says="Your runs grow: what is collected for one is still there when the next begins. Each run starts empty.",
)
def ngrams_never_emptied(sentences, n):
    grams = []
    for words in sentences:
        gram = []
        for i in range(len(words) - n + 1):
            for k in range(n):
                gram.append(words[i + k])
            grams.append(tuple(gram))
    return grams


# one_hot -----------------------------------------------------------------------------------------------------------

exercise(
    "one_hot",
    returns={"vectors": "N T V"},
    forbidden=("torch.nn", "helpers.nn"),
    explained="""
    `np.eye(V)` is (V, V), and its row v is the one-hot vector of word v. Indexing by an array looks up a row for each
    id and keeps the arrangement of the ids: (N, T) becomes (N, T, V), and (N,) becomes (N, V), without a word about
    the number of axes. The new axis comes last on its own. `[:, tokens]` would look up columns, and zeros with
    `[:, tokens] = 1` would put all ids into every row. V is an argument since a batch need not hold the last word of
    the vocabulary. To convince yourself, sum over the last axis, which must give 1 everywhere, and take `argmax` along
    it, which must give the tokens back.
    """,
)


@visible("one_hot", part="values")
def _(rng):
    yield case(
        "worked by hand: three words of a vocabulary of four",
        tokens=np.array([[2, 0, 2]]),
        V=4,
        note="the ones stand at 2, 0 and 2",
    )
    yield case("two sentences of four words", tokens=np.array([[5, 1, 1, 0], [3, 3, 5, 4]]), V=6)
    yield case("the largest id does not occur", tokens=np.array([[0, 1, 0], [2, 2, 1]]), V=7)
    yield case("the sizes of the second case, other words", tokens=np.array([[1, 2, 0, 0], [4, 5, 5, 3]]), V=6)
    yield case("five sentences of six words", tokens=rng.integers(0, 9, size=(5, 6)), V=9)


@hidden("one_hot", part="values")
def _(rng):
    for _ in range(2):
        N, T, V = different_sizes(rng, 3)
        yield case("a random batch", tokens=rng.integers(0, V, size=(N, T)), V=V)
        yield case("again, other words", tokens=rng.integers(0, V, size=(N, T)), V=V)
    yield case("a large vocabulary", tokens=rng.integers(0, 300, size=(2, 5)), V=300)


@visible("one_hot", part="edge_cases")
def _(rng):
    yield case("five texts of one word each: tokens is (N,)", tokens=np.array([1, 0, 3, 3, 1]), V=6)
    yield case("the same for other words", tokens=np.array([4, 5, 0, 0, 2]), V=6)
    yield case("N = T = V = 3", tokens=np.array([[0, 1, 2], [1, 1, 0], [2, 0, 0]]), V=3)
    yield case("two sentences of one word", tokens=np.array([[1], [0]]), V=4)
    yield case("one sentence of one word", tokens=np.array([[1]]), V=2)


@hidden("one_hot", part="edge_cases")
def _(rng):
    N, T, V = different_sizes(rng, 3)
    yield case("one id a text", tokens=rng.integers(0, V, size=N), V=V)
    yield case("one text", tokens=rng.integers(0, V, size=(1, T)), V=V)
    yield case("as many of each", tokens=rng.integers(0, N, size=(N, N)), V=N)


@right("one_hot", style="comparison")
def one_hot_by_comparison(tokens, V):
    return (tokens[..., None] == np.arange(V)).astype(float)


@right("one_hot", style="loops")
def one_hot_by_loops(tokens, V):
    vectors = np.zeros((*tokens.shape, V))
    for place in np.ndindex(*tokens.shape):
        vectors[place][tokens[place]] = 1
    return vectors


@right("one_hot", style="index arrays, as whole numbers")
def one_hot_by_index(tokens, V):
    flat = np.zeros((tokens.size, V), dtype=int)
    flat[np.arange(tokens.size), tokens.ravel()] = 1
    return flat.reshape(*tokens.shape, V)


@right("one_hot", style="put_along_axis")
def one_hot_by_put(tokens, V):
    vectors = np.zeros(tokens.shape + (V,), dtype=np.float32)
    np.put_along_axis(vectors, tokens[..., None], 1.0, axis=-1)
    return vectors


@right("one_hot", style="torch")
def one_hot_by_torch(tokens, V):
    import torch

    ids = torch.from_numpy(tokens)
    return torch.zeros(*ids.shape, V).scatter(-1, ids.unsqueeze(-1), 1.0)


AXIS_BEFORE = (
    "Your ones are right, and the axis of the words stands before that of the steps: your shape is (N, V, T). The new "
    "axis comes last, so that [n, t] is one word's vector."
)


@mistake("one_hot", fails=("values", "edge_cases"), says=AXIS_BEFORE)
def one_hot_axis_before(tokens, V):
    vectors = np.eye(V)[tokens]
    return np.swapaxes(vectors, 1, 2) if tokens.ndim == 2 else vectors.T


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your new axis stands first, with a table of all texts for each word of the vocabulary. It comes last, so "
    "that [n, t] is one word's vector.",
)
def one_hot_axis_first(tokens, V):
    return np.moveaxis(np.eye(V)[tokens], -1, 0)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your ones stand one place too far left: the ids count from 0, as Python does. (Id 0 lands at place -1, "
    "which is the last one.)",
)
def one_hot_from_one(tokens, V):
    return np.eye(V)[tokens - 1]


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your vectors are no longer than the largest id that occurs makes them. V is an argument, since a batch need "
    "not hold the last word of the vocabulary: the length must not depend on the text.",
)
def one_hot_of_what_occurs(tokens, V):
    return np.eye(tokens.max() + 1)[tokens]


SUMMED = (
    "You add up the vectors of a text: that is its bag of words. The table with a row for each word is asked for, "
    "before the sum forgets the order."
)


@mistake("one_hot", fails=("values", "edge_cases"), says=SUMMED)
def one_hot_as_bag(tokens, V):
    return np.eye(V)[tokens].sum(axis=-2)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your rows are right, but all texts are strung into one long table. Keep the axes that tokens has in front "
    "of V.",
)
def one_hot_flattened(tokens, V):
    return np.eye(V)[tokens.ravel()]


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="You return the ids themselves, with one more axis. As numbers they claim that word 6 is twice word 3; each "
    "id has to become a vector of length V with a single 1 in it.",
)
def one_hot_as_numbers(tokens, V):
    return tokens[..., None].astype(float)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="At a word's place you write its id. A 1 belongs there: *where* it stands says which word it is.",
)
def one_hot_with_ids(tokens, V):
    return np.eye(V)[tokens] * tokens[..., None]


ALL_COMBINATIONS = (
    "Every row has the ones of all the ids in it. Either an index such as [:, tokens] combines every row with every "
    "id, or one row is made before the loop and filled again and again, so that all entries are that one row. Each "
    "id needs a row of its own."
)


@mistake("one_hot", fails=("values", "edge_cases"), says=ALL_COMBINATIONS)
def one_hot_all_combinations(tokens, V):
    vectors = np.zeros((*tokens.shape, V))
    vectors[..., tokens.ravel()] = 1
    return vectors


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="The word with id 0 has a vector of zeros. Id 0 is a word like any other, the most frequent one even.",
)
def one_hot_zero_for_zero(tokens, V):
    return np.eye(V)[tokens] * (tokens > 0)[..., None]


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="You return True and False. They have to be numbers, since they are multiplied and subtracted later: "
    "`astype(float)` makes 1 and 0 of them.",
)
def one_hot_as_truth(tokens, V):
    return tokens[..., None] == np.arange(V)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Axes of length 1 are gone. One text or one word is still an axis: the result has the axes of tokens and V "
    "behind them.",
)
def one_hot_squeezed(tokens, V):
    return np.eye(V)[tokens].squeeze()


@mistake(
    "one_hot",
    fails=("edge_cases",),
    says="Your function is right for texts of T words, (N, T), and fails for one id a text, (N,). The new axis comes "
    "after whatever axes tokens has: ask for `tokens.shape` and put V behind it.",
)
def one_hot_for_two_axes(tokens, V):
    N, T = tokens.shape
    vectors = np.zeros((N, T, V))
    for n in range(N):
        for t in range(T):
            vectors[n, t, tokens[n, t]] = 1
    return vectors


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="You make one vector a text and put all its ones into it: that is a bag of words without counts. The table "
    "with a row for each word is asked for.",
)
def one_hot_row_a_text(tokens, V):
    vectors = np.zeros((len(tokens), V))
    for row, ids in enumerate(tokens):
        vectors[row, ids] = 1
    return vectors


@mistake("one_hot", fails=("values", "edge_cases"), says=AXIS_BEFORE)
def one_hot_stacked_on_axis_one(tokens, V):
    return np.stack([tokens == v for v in range(V)], axis=1).astype(float)


@mistake("one_hot", fails=("values", "edge_cases"), says=SUMMED)
def one_hot_summed_over_axis_one(tokens, V):
    return np.eye(V)[tokens].sum(axis=1)


@mistake("one_hot", fails=("values", "edge_cases"), says=ALL_COMBINATIONS)
def one_hot_all_combinations_in_the_last_axis(tokens, V):
    vectors = np.zeros((tokens.shape[0], tokens.shape[1], V))
    vectors[:, :, tokens] = 1
    return vectors


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="You use the ids as places of *texts* or of steps: `vectors[tokens]` and `vectors[:, tokens]` index the first "
    "and the second axis. An id is a place in the last one, and there each row has a 1 at its own id alone.",
)
def one_hot_in_the_second_axis(tokens, V):
    vectors = np.zeros((*tokens.shape, V))
    vectors[:, tokens] = 1
    return vectors


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Each row still has the ones of the rows before it: the row is made once, and the old 1 is never taken out. "
    "Begin each with zeros.",
)
def one_hot_row_never_emptied(tokens, V):
    vectors, row = [], np.zeros(V)
    for token in tokens.ravel():
        row[token] = 1
        vectors.append(row.copy())
    return np.array(vectors).reshape(*tokens.shape, V)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your function is right for one id a text, (N,), and fails for texts of T words, (N, T): it makes one row a "
    "text, and T ids have to share it. The new axis comes after whatever axes tokens has: ask for `tokens.shape` and "
    "put V behind it.",
)
def one_hot_for_one_axis(tokens, V):
    vectors = np.zeros((len(tokens), V))
    vectors[np.arange(len(tokens)), tokens] = 1
    return vectors


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your ones and zeros are exchanged: a word's own place is the one that has the 0.",
)
def one_hot_exchanged(tokens, V):
    return (tokens[..., None] != np.arange(V)).astype(float)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Every place *up to* the id has a 1. A one-hot vector has a single 1, at the id itself.",
)
def one_hot_up_to_the_id(tokens, V):
    return (tokens[..., None] >= np.arange(V)).astype(float)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your vectors have V + 1 places. The ids count from 0 to V - 1, which makes V of them.",
)
def one_hot_one_place_too_many(tokens, V):
    return np.eye(V + 1)[tokens]


STEPS_BEFORE_TEXTS = (
    "Your vectors are right, and texts and steps are exchanged: [t, n] stands where [n, t] is asked for. The axes of "
    "tokens stay in front as they are, and V comes behind them."
)


@mistake("one_hot", fails=("values", "edge_cases"), says=STEPS_BEFORE_TEXTS)
def one_hot_of_the_transpose(tokens, V):
    return np.eye(V)[tokens.T]


@mistake("one_hot", fails=("values", "edge_cases"), says=STEPS_BEFORE_TEXTS)
def one_hot_with_swapped_axes(tokens, V):
    return np.eye(V)[tokens].swapaxes(0, 1)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="You compare the ids with 0, ..., V - 1 one by one, the first with 0, the second with 1. Each id is to be "
    "compared with all of them: it needs an axis of its own for that, `tokens[..., None]`.",
)
def one_hot_compared_one_by_one(tokens, V):
    return (tokens == np.arange(V)).astype(float)


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Only the first word has its vector: does your `return` stand inside the loop? It ends the function in the "
    "first round.",
)
def one_hot_returned_in_the_loop(tokens, V):
    vectors = np.zeros((*tokens.shape, V))
    for place in np.ndindex(*tokens.shape):
        vectors[place][tokens[place]] = 1
        return vectors
    return None


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your vectors are right, and stand in lists. They are added, multiplied and indexed later, which needs an "
    "array: `np.array` makes one of them.",
)
def one_hot_as_lists(tokens, V):
    return np.eye(V)[tokens].tolist()


@mistake(
    "one_hot",
    fails=("values", "edge_cases"),
    says="Your vectors are right, and the caller's tokens are others afterwards: `+=` and `-=` write into them. "
    "Compute with an array of your own.",
)
def one_hot_writing_into_tokens(tokens, V):
    tokens += 1
    return np.eye(V)[tokens - 1]


# softmax -----------------------------------------------------------------------------------------------------------

exercise(
    "softmax",
    returns={"p": "N C"},
    forbidden=("torch.nn", "torch.softmax", "torch.special", "scipy.special", "helpers.nn"),
    explained="""
    `logits.max(axis=-1, keepdims=True)` is (N, 1), or (N, T, 1), one maximum a row, and it lines up with the logits
    because its axis was kept. Without `keepdims` it is (N,), and NumPy would line it up with the columns. Subtracting
    it changes no probability, since every exponential of the row is divided by the same factor, and it leaves no
    exponent above 0. One maximum for the whole array would leave a row far below it with nothing but zeros, and 0 by 0
    is nan. `logits - ...` makes a new array, where `-=` would write into the caller's. To convince yourself, look at
    the sums along the last axis, and at a row such as [1000, 999], which has to come out as [1, 0] does.
    """,
)


@visible("softmax", part="values")
def _(rng):
    yield case("worked by hand", logits=np.array([[2.0, 1.0, 0.0]]), note="worked out above")
    yield case("N = 4, C = 3", logits=normal(rng, 4, 3, scale=2.0))
    yield case("N = 4, C = 3, other logits", logits=normal(rng, 4, 3, scale=2.0))
    yield case("whole numbers", logits=np.array([[2, 1, 0], [-1, 3, 3]]), note="probabilities are fractions")
    yield case("all logits alike", logits=np.full((2, 5), 0.7), note="one fifth each")
    yield case("as many texts as answers: N = C = 3", logits=normal(rng, 3, 3, scale=2.0))
    yield case("a row for each word: (N, T, C) = (2, 3, 4)", logits=normal(rng, 2, 3, 4, scale=2.0))


@hidden("softmax", part="values")
def _(rng):
    N, T, C = different_sizes(rng, 3)
    yield case("a random batch", logits=normal(rng, N, C, scale=2.0))
    yield case("a square one", logits=normal(rng, C, C, scale=2.0))
    yield case("three axes", logits=normal(rng, N, T, C, scale=2.0))
    yield case("a cube", logits=normal(rng, C, C, C, scale=2.0))
    yield case("whole numbers", logits=rng.integers(-3, 4, size=(N, C)))


@visible("softmax", part="stability")
def _(rng):
    yield case("logits near 1000", logits=np.array([[1000.0, 999.0, 998.0]]), note="the same as (2, 1, 0)")
    yield case("logits near -1000", logits=np.array([[-1000.0, -1001.0], [-1000.0, -1000.0]]))
    yield case("rows far apart", logits=np.array([[1000.0, 1001.0], [-1000.0, -1001.0], [0.0, 1.0]]))
    yield case("800 between two answers", logits=np.array([[0.0, 800.0], [300.0, -500.0]]), note="0 and 1, 1 and 0")
    yield case("20000 between two answers", logits=np.array([[0.0, 20000.0], [9000.0, -9000.0]]))
    yield case("one far above the others", logits=np.array([[0.0, 2000.0, 0.0, 1.0]]), note="the second has all")


@hidden("softmax", part="stability")
def _(rng):
    N, C = different_sizes(rng, 2)
    yield case("large", logits=normal(rng, N, C) + 2000)
    yield case("rows far apart", logits=normal(rng, N, C) + 1500 * np.arange(N)[:, None])
    yield case("far apart within a row", logits=normal(rng, N, C) * 9000)


@right("softmax", style="exp of log-softmax")
def softmax_by_logsumexp(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True))


@right("softmax", style="loops")
def softmax_by_loops(logits):
    import math

    p = np.empty(logits.shape)
    for place in np.ndindex(*logits.shape[:-1]):
        row = [float(logit) for logit in logits[place]]
        exponentials = [math.exp(logit - max(row)) for logit in row]
        p[place] = [e / math.fsum(exponentials) for e in exponentials]
    return p


@right("softmax", style="differences")
def softmax_by_differences(logits):
    with np.errstate(over="ignore"):
        return 1 / np.exp(logits[..., None, :] - logits[..., :, None]).sum(axis=-1)


@right("softmax", style="einsum")
def softmax_by_einsum(logits):
    e = np.exp(logits - np.max(logits, axis=-1)[..., None])
    return np.einsum("...c,...->...c", e, 1 / np.einsum("...c->...", e))


@right("softmax", style="torch")
def softmax_by_torch(logits):
    import torch

    y = torch.tensor(logits)
    e = torch.exp(y - y.amax(dim=-1, keepdim=True))
    return e / e.sum(dim=-1, keepdim=True)


@mistake(
    "softmax",
    fails=("stability",),
    says="Your formula is right as long as the logits are small. `np.exp(1000)` is infinite, and infinity by infinity "
    "is nan. Adding one number to all logits of a row changes nothing: which number keeps the exponents below 0?",
)
def softmax_without_maximum(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)


ONE_MAXIMUM = (
    "You subtract the largest logit of the whole array. A row that lies 800 below it has nothing but zeros left, and 0 "
    "by 0 is nan. Each row needs its own maximum."
)


@mistake("softmax", fails=("stability",), says=ONE_MAXIMUM)
def softmax_with_one_maximum(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=-1, keepdims=True)


CUT_OFF = (
    "You cut large logits off. 1000 and 999 become the same number then, and their difference, the only thing that "
    "matters, is gone. Move all logits of a row together instead."
)


@mistake("softmax", fails=("stability",), says=CUT_OFF)
def softmax_clipped(logits):
    e = np.exp(np.clip(logits, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


MENDED = (
    "You compute with infinities and mend the result afterwards. What was nan gets one number that you chose, although "
    "it stands for large and small probabilities alike. Keep the exponents small to begin with."
)


@mistake("softmax", fails=("stability",), says=MENDED)
def softmax_mended(logits):
    return np.nan_to_num(np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True))


WHOLE_ARRAY = (
    "Your whole array has the sum 1. Every *row* is a distribution of its own: one text's answers do not compete with "
    "another's. Which axis holds the answers?"
)


@mistake("softmax", fails=("values", "stability"), says=WHOLE_ARRAY)
def softmax_of_everything(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="Your columns have the sum 1: the texts compete with each other for an answer. The answers stand in the last "
    "axis, and it is along them that the probabilities add up.",
)
def softmax_over_texts(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=0)


TWO_AXES_ONLY = (
    "Two axes come out right, three do not. Your function counts on (N, C): an axis that is called by its number from "
    "the front, or a loop over the rows, meets the steps of (N, T, C). The *last* axis holds the answers, however many "
    "there are."
)


@mistake("softmax", fails=("values",), says=TWO_AXES_ONLY)
def softmax_over_axis_one(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="Your sums have lost their axis, and NumPy lines them up with the columns: an error for most shapes, and "
    "silently wrong where the array is square. `keepdims=True` keeps the axis, with length 1.",
)
def softmax_sum_without_keepdims(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="Your maxima have lost their axis, and NumPy lines them up with the columns: an error for most shapes. "
    "`keepdims=True` keeps the axis, with length 1.",
)
def softmax_maximum_without_keepdims(logits):
    e = np.exp(logits - logits.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You return the logarithms of the probabilities: they are negative. A loss needs them; this function returns "
    "the probabilities.",
)
def softmax_in_logarithms(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You divide the logits by their sum. Logits can be negative and their sum can be 0; the exponentials come "
    "first, which are always positive.",
)
def softmax_without_exponentials(logits):
    return logits / logits.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You return the exponentials. They are positive, but their sum is not 1 yet: the division is missing.",
)
def softmax_without_division(logits):
    return np.exp(logits - logits.max(axis=-1, keepdims=True))


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You put each logit through the sigmoid by itself. Then the answers do not know of each other, and their sum "
    "can be anything. In the softmax what one answer gains the others lose.",
)
def softmax_as_sigmoid(logits):
    return 0.5 * (1 + np.tanh(logits / 2))


HARD = (
    "You give the whole 1 to the highest logit. The softmax is soft: the others keep their share, by how far they lie "
    "below."
)


@mistake("softmax", fails=("values", "stability"), says=HARD)
def softmax_hard(logits):
    return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]


POWERS_OF_TWO = (
    "You use powers of 2. (1.5) has powers of e: between two answers whose logits differ by 1 lies a factor of 2.718."
)


@mistake("softmax", fails=("values", "stability"), says=POWERS_OF_TWO)
def softmax_of_twos(logits):
    e = np.exp2(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You apply the softmax twice. The second one takes probabilities for logits; they all lie between 0 and 1, "
    "so everything comes out nearly even.",
)
def softmax_twice(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return np.exp(p) / np.exp(p).sum(axis=-1, keepdims=True)


WRONG_SIGN = "The highest logit gets the lowest probability: the sign of the exponent is the wrong way round."


@mistake("softmax", fails=("values", "stability"), says=WRONG_SIGN)
def softmax_of_the_negative(logits):
    e = np.exp(logits.min(axis=-1, keepdims=True) - logits)
    return e / e.sum(axis=-1, keepdims=True)


WRITES_INTO_LOGITS = (
    "Your formula is right, but you write into the caller's own array: `-=`, `out=` and an assignment to places do "
    "that, and `np.asarray` and `reshape` make no copy. Make a new array."
)


@mistake("softmax", fails=("values", "stability"), says=WRITES_INTO_LOGITS)
def softmax_in_place(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    e = np.exp(logits)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="Neither your maxima nor your sums have an axis for the answers any more, and NumPy lines them up with the "
    "columns: an error for most shapes, and silently wrong where the array is square. `keepdims=True` keeps the axis.",
)
def softmax_without_any_keepdims(logits):
    e = np.exp(logits - logits.max(axis=-1))
    return e / e.sum(axis=-1)


SHIFT_TOO_SMALL = (
    "What you subtract is not the largest logit of the row. Any shift leaves the probabilities as they are, but only "
    "one leaves no exponent above 0: with yours a logit that lies far above the others still overflows."
)


@mistake("softmax", fails=("stability",), says=SHIFT_TOO_SMALL)
def softmax_minus_the_mean(logits):
    e = np.exp(logits - logits.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=SHIFT_TOO_SMALL)
def softmax_minus_the_minimum(logits):
    e = np.exp(logits - logits.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=SHIFT_TOO_SMALL)
def softmax_minus_the_middle(logits):
    e = np.exp(logits - (logits.max(axis=-1, keepdims=True) + logits.min(axis=-1, keepdims=True)) / 2)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=SHIFT_TOO_SMALL)
def softmax_minus_the_first(logits):
    e = np.exp(logits - logits[..., :1])
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You subtract the maximum above the fraction bar and not below it. It cancels only when both have it.",
)
def softmax_with_half_a_shift(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / np.exp(logits).sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You divide the logits by their maximum. That changes how far they are apart, and with it the "
    "probabilities; a maximum below 0 even turns the order round. Which operation leaves the distances as they are?",
)
def softmax_divided_by_the_maximum(logits):
    e = np.exp(logits / logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=ONE_MAXIMUM)
def softmax_with_one_maximum_if_large(logits):
    e = np.exp(logits - logits.max() if logits.max() > 700 else logits)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=CUT_OFF)
def softmax_of_at_most_700(logits):
    e = np.exp(np.minimum(logits, 700))
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("stability",), says=MENDED)
def softmax_mended_with_ones(logits):
    return np.nan_to_num(np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True), nan=1.0)


@mistake("softmax", fails=("values", "stability"), says=WHOLE_ARRAY)
def softmax_of_everything_without_maximum(logits):
    return np.exp(logits) / np.exp(logits).sum()


@mistake("softmax", fails=("values", "stability"), says=WHOLE_ARRAY)
def softmax_with_one_sum(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum()


@mistake("softmax", fails=("values",), says=TWO_AXES_ONLY)
def softmax_row_by_row(logits):
    rows = []
    for row in logits:
        e = np.exp(row - row.max())
        rows.append(e / e.sum())
    return np.array(rows)


@mistake("softmax", fails=("values",), says=TWO_AXES_ONLY)
def softmax_for_two_axes(logits):
    N, C = logits.shape
    p = np.zeros((N, C))
    for n in range(N):
        e = [np.exp(logits[n, c] - max(logits[n])) for c in range(C)]
        for c in range(C):
            p[n, c] = e[c] / sum(e)
    return p


@mistake("softmax", fails=("values", "stability"), says=WRONG_SIGN)
def softmax_of_maximum_minus_logits(logits):
    e = np.exp(logits.max(axis=-1, keepdims=True) - logits)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("values", "stability"), says=HARD)
def softmax_by_comparison(logits):
    return (logits == logits.max(axis=-1, keepdims=True)).astype(float)


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="You add up along the texts: Python's own `sum` walks along the first axis. The answers stand in the last "
    "one, which NumPy's sum can be told.",
)
def softmax_by_pythons_sum(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / sum(e)


@mistake(
    "softmax",
    fails=("values",),
    says="You write your probabilities into an array made like logits. Where those are whole numbers it holds whole "
    "numbers too, and everything behind the point is cut off. Make room for fractions.",
)
def softmax_into_whole_numbers(logits):
    p = np.zeros_like(logits)
    for place in np.ndindex(*logits.shape[:-1]):
        e = np.exp(logits[place] - logits[place].max())
        p[place] = e / e.sum()
    return p


@mistake(
    "softmax",
    fails=("values", "stability"),
    says="Only the first row is filled: does your `return` stand inside the loop? It ends the function in the first "
    "round.",
)
def softmax_returned_in_the_loop(logits):
    p = np.zeros(logits.shape)
    for place in np.ndindex(*logits.shape[:-1]):
        e = np.exp(logits[place] - logits[place].max())
        p[place] = e / e.sum()
        return p
    return None


@mistake("softmax", fails=("values", "stability"), says=POWERS_OF_TWO)
def softmax_of_powers_of_two(logits):
    e = 2 ** (logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("values", "stability"), says=WRITES_INTO_LOGITS)
def softmax_in_a_view(logits):
    y = np.asarray(logits, dtype=float)
    y -= y.max(axis=-1, keepdims=True)
    e = np.exp(y)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", fails=("values", "stability"), says=WRITES_INTO_LOGITS)
def softmax_by_out(logits):
    np.exp(logits - logits.max(axis=-1, keepdims=True), out=logits)
    logits /= logits.sum(axis=-1, keepdims=True)
    return logits


# cross_entropy -----------------------------------------------------------------------------------------------------

NOT_BY_TORCH = (
    "torch.nn",
    "torch.softmax",
    "torch.log_softmax",
    "torch.special",
    "torch.autograd",
    "scipy.special",
    "helpers.nn",
)

exercise(
    "cross_entropy",
    returns={"loss": ""},
    builds_on={"softmax": "helpers.nn.bag_of_words"},
    forbidden=NOT_BY_TORCH,
    explained="""
    This is (1.7) line by line. `shifted`, (N, C), is y - M, each row with its own maximum, so no exponential
    overflows. `shifted[np.arange(N), targets]` pairs row n with column targets[n] and is (N,); `shifted[:, targets]`
    would be (N, N), every row with everybody's answers. The logarithm is taken of the sum of exponentials, which is at
    least 1, and never of a probability, which may be stored as 0. The same `shifted` stands in both terms: a maximum
    subtracted in one of them alone would stay in the loss. The mean comes last, over N losses and not over the C
    answers. To convince yourself: all logits equal give ln C, and a right answer 800 below the other costs 800.
    """,
)


def guesses(rng, N, C):
    """Arguments of cross_entropy and its gradient; no two texts in a row have the same right answer."""
    targets = (rng.integers(C) + np.cumsum(rng.integers(1, C, size=N))) % C
    return {"logits": normal(rng, N, C, scale=2.0), "targets": targets}


@visible("cross_entropy", part="values")
def _(rng):
    yield case(
        "worked by hand: two texts, three answers",
        logits=np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
        targets=np.array([0, 2]),
        note="the mean of the two losses worked out above",
    )
    yield case("all logits alike, C = 4", logits=np.full((3, 4), 0.5), targets=np.array([0, 3, 3]), note="ln 4")
    batch = guesses(rng, 4, 5)
    yield case("N = 4, C = 5", **batch)
    yield case(
        "every text twice",
        logits=np.repeat(batch["logits"], 2, axis=0),
        targets=np.repeat(batch["targets"], 2),
        note="a mean does not change",
    )
    yield case("N = 4, C = 5, other logits", **guesses(rng, 4, 5))
    yield case("whole numbers", logits=np.array([[2, 1, 0], [-1, 3, 3]]), targets=np.array([1, 0]))
    yield case("one text", **guesses(rng, 1, 3))
    yield case("N = C = 3", **guesses(rng, 3, 3))


@hidden("cross_entropy", part="values")
def _(rng):
    for _ in range(2):
        N, C = different_sizes(rng, 2)
        yield case("a random batch", **guesses(rng, N, C))
    yield case("as many texts as answers", **guesses(rng, 4, 4))


@visible("cross_entropy", part="stability")
def _(rng):
    yield case(
        "logits near 1000",
        logits=np.array([[1002.0, 1001.0, 1000.0], [999.0, 999.0, 999.0]]),
        targets=np.array([0, 2]),
        note="the same as with small ones",
    )
    yield case(
        "a right answer that was thought impossible",
        logits=np.array([[0.0, 800.0], [1.0, 0.0]]),
        targets=np.array([0, 0]),
        note="the first text alone has the loss 800",
    )
    yield case("logits near -1000", logits=np.array([[-1000.0, -1001.0]]), targets=np.array([1]))
    yield case("rows far apart", logits=np.array([[900.0, 901.0], [-900.0, -902.0]]), targets=np.array([0, 1]))
    yield case("40 below the best", logits=np.array([[0.0, 40.0, 3.0]]), targets=np.array([0]), note="nearly 40")
    yield case("720 below the best", logits=np.array([[0.0, 720.0]]), targets=np.array([0]), note="720")
    yield case("1200 below the best", logits=np.array([[0.0, 1200.0]]), targets=np.array([0]), note="1200")
    yield case(
        "one far above the others", logits=np.array([[0.0, 2000.0, 0.0, 1.0]]), targets=np.array([1]), note="nearly 0"
    )


@hidden("cross_entropy", part="stability")
def _(rng):
    N, C = different_sizes(rng, 2)
    batch = guesses(rng, N, C)
    yield case("large", logits=batch["logits"] + 3000, targets=batch["targets"])
    yield case("far apart", logits=batch["logits"] * 1000, targets=np.argmin(batch["logits"], axis=1))


@right("cross_entropy", style="logaddexp")
def loss_by_logaddexp(logits, targets):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -np.take_along_axis(log_p, targets[:, None], axis=1).mean()


@right("cross_entropy", style="loops")
def loss_by_loops(logits, targets):
    import math

    total = 0.0
    for row, target in zip(logits, targets, strict=True):
        largest = max(row)
        total += largest + math.log(sum(math.exp(logit - largest) for logit in row)) - row[target]
    return total / len(targets)


@right("cross_entropy", style="one-hot and einsum")
def loss_by_einsum(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.einsum("nc,nc->", np.eye(logits.shape[1])[targets], log_p) / len(logits)


@right("cross_entropy", style="torch")
def loss_by_torch(logits, targets):
    import torch

    y, w = torch.from_numpy(logits), torch.from_numpy(targets)
    return (torch.logsumexp(y, dim=1) - y.gather(1, w[:, None])[:, 0]).mean()


@right("cross_entropy", style="differences to the target")
def loss_by_differences(logits, targets):
    differences = logits - logits[np.arange(len(targets)), targets][:, None]
    largest = differences.max(axis=1)
    return np.average(largest + np.log(np.exp(differences - largest[:, None]).sum(axis=1)))


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="You take the logarithm of a probability that is already stored as 0: minus infinity. Take the logarithm "
    "before the numbers become too small, as in (1.7).",
)
def loss_by_log_of_softmax(logits, targets):
    return -np.log(softmax(logits)[np.arange(len(targets)), targets]).mean()


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="Your formula is right as long as the logits are small. `np.exp(1000)` is infinite: subtract the largest "
    "logit of the row first, as in (1.7).",
)
def loss_without_maximum(logits, targets):
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(targets)), targets])


LOSS_WITH_ONE_MAXIMUM = (
    "You subtract the largest logit of the whole array. A row that lies far below it has only zeros left, and the "
    "logarithm of their sum is minus infinity. Each row needs its own maximum."
)


@mistake("cross_entropy", fails=("stability",), says=LOSS_WITH_ONE_MAXIMUM)
def loss_with_one_maximum(logits, targets):
    shifted = logits - logits.max()
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="You put a tiny number into the logarithm, added to the probability or as its lower bound. So no loss can "
    "rise above minus the logarithm of it, and the answer that was thought impossible costs 800 and has to: whoever "
    "was that sure has that much to learn. (1.7) needs no such number.",
)
def loss_with_tiny_number(logits, targets):
    return -np.log(softmax(logits)[np.arange(len(targets)), targets] + 1e-12).mean()


CLIPPED = (
    "You clip the probabilities, so that there is a largest loss, and beyond it the loss is flat: its gradient is zero "
    "where the mistake is worst. (1.7) needs no clipping."
)


@mistake("cross_entropy", fails=("stability",), says=CLIPPED)
def loss_clipped(logits, targets):
    return -np.log(np.clip(softmax(logits)[np.arange(len(targets)), targets], 1e-15, 1)).mean()


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return the sum over the texts: with every text twice the loss doubles. (1.6) is a mean, which can be "
    "compared between batches of different sizes.",
)
def loss_summed(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You average over the answers too, so your loss is C times too small. Of the sum over the answers one term "
    "is left: it is one loss a text, not C. (With all logits alike the loss has to be ln C.)",
)
def loss_averaged_over_answers(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(np.eye(logits.shape[1])[targets] * log_p)


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="For every text you look up the right answers of *all* texts: [:, targets] makes all combinations. Each text "
    "has one, so the rows have to be an index array as well.",
)
def loss_of_all_combinations(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(log_p[:, targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You apply the softmax twice: once to get probabilities, and once more on those, as if they were logits. The "
    "second one makes everything nearly even, and even a sure model cannot get near zero.",
)
def loss_with_two_softmaxes(logits, targets):
    p = softmax(logits)
    return np.mean(np.log(np.exp(p).sum(axis=1)) - p[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="Your loss is negative: the minus sign is missing. The logarithm of a probability is at most 0, and a loss "
    "has to fall when the right answer becomes more probable.",
)
def loss_without_minus(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(shifted[np.arange(len(targets)), targets] - np.log(np.exp(shifted).sum(axis=1)))


OTHER_BASE = (
    "You take the logarithm to another base than e, 2 or 10: all losses are too small or too large by one factor. Bits "
    "are a good unit (lesson 08 uses them); (1.6) has the natural logarithm."
)


@mistake("cross_entropy", fails=("values", "stability"), says=OTHER_BASE)
def loss_in_bits(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets]) / np.log(2)


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return one minus the probability of the right answer. It falls when it should, but it can never be "
    "above 1: being wrong and sure costs hardly more than being wrong. The logarithm is missing.",
)
def loss_without_logarithm(logits, targets):
    return 1 - softmax(logits)[np.arange(len(targets)), targets].mean()


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You subtract the right answer's logit from the largest one and stop there. The other answers take part as "
    "well: instead of the maximum alone it is the logarithm of the sum of exponentials.",
)
def loss_by_maximum(logits, targets):
    return np.mean(logits.max(axis=1) - logits[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return minus the right answer's logit. It has to be weighed against the others: the logarithm of the "
    "sum of their exponentials is missing.",
)
def loss_of_the_logit(logits, targets):
    return -np.mean(logits[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You add up minus the logarithms of the probabilities of *all* answers. Only the right answer's counts: the "
    "one-hot vector makes all other terms zero.",
)
def loss_of_all_answers(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return -np.sum(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), axis=1).mean()


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return the share of texts that are answered wrongly. It can be counted, but it does not change when a "
    "logit moves a little, so there is nothing to learn from. (1.6) asks how probable the right answer was.",
)
def loss_as_share_of_errors(logits, targets):
    return np.mean(logits.argmax(axis=1) != targets)


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return the squared distance of the probabilities from the one-hot vectors. It is never above 2, so a "
    "sure and wrong answer costs little; the cross-entropy is minus a logarithm.",
)
def loss_as_squares(logits, targets):
    return np.mean(((softmax(logits) - np.eye(logits.shape[1])[targets]) ** 2).sum(axis=1))


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You add a term for every wrong answer, -ln(1 - p), as for C separate yes-or-no questions. Here one answer "
    "of C is right, and its probability alone counts.",
)
def loss_of_yes_and_no(logits, targets):
    p, o = softmax(logits), np.eye(logits.shape[1])[targets]
    return -np.mean(np.sum(o * np.log(p) + (1 - o) * np.log(1 - p), axis=1))


SUM_OVER_TEXTS = (
    "You sum the exponentials along the texts. The answers stand in the last axis; with as many texts as answers NumPy "
    "does not notice."
)


@mistake("cross_entropy", fails=("values", "stability"), says=SUM_OVER_TEXTS)
def loss_over_texts(logits, targets):
    shifted = logits - logits.max(axis=0, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    return -np.mean(log_p[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return one loss a text. One number is asked for, their mean.",
)
def loss_of_each(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets]


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You subtract M in the exponents and not from the right answer's logit. Both terms of (1.7) have it, and "
    "only then does it cancel.",
)
def loss_with_half_a_shift(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.mean(np.log(e.sum(axis=1)) - logits[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You take the probability of the answer that the model likes best. The loss asks for that of the *right* "
    "answer, however improbable: the targets take no part.",
)
def loss_of_the_favourite(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)))


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="Two things go wrong here: the exponentials of large logits are infinite, and a probability that is stored as "
    "0 has no logarithm. (1.7) mends both.",
)
def loss_naively(logits, targets):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(targets)), targets]))


SHIFT_OF_THE_LOSS = (
    "What you subtract is not the largest logit of the row. Any shift leaves the loss as it is, but only one leaves no "
    "exponent above 0: with yours a logit that lies far above the others still overflows."
)


@mistake("cross_entropy", fails=("stability",), says=SHIFT_OF_THE_LOSS)
def loss_minus_the_mean(logits, targets):
    shifted = logits - logits.mean(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="You subtract the right answer's logit. Where it is far below the largest, the other exponents are large and "
    "overflow: subtract the largest.",
)
def loss_minus_the_right_answers_logit(logits, targets):
    differences = logits - logits[np.arange(len(targets)), targets][:, None]
    return np.mean(np.log(np.exp(differences).sum(axis=1)))


@mistake("cross_entropy", fails=("stability",), says=LOSS_WITH_ONE_MAXIMUM)
def loss_with_one_maximum_and_logits(logits, targets):
    log_sum = np.log(np.exp(logits - logits.max()).sum(axis=1)) + logits.max()
    return np.mean(log_sum - logits[np.arange(len(targets)), targets]) if np.isfinite(log_sum).all() else np.inf


@mistake("cross_entropy", fails=("stability",), says=CLIPPED)
def loss_clipped_at_a_ten_millionth(logits, targets):
    return -np.mean(np.log(np.clip(softmax(logits), 1e-7, 1)[np.arange(len(targets)), targets]))


@mistake(
    "cross_entropy",
    fails=("stability",),
    says="You put a tiny number into the logarithm. Even the tiniest that can be stored ends the losses at about 700, "
    "and an answer that lies 800 below the best one costs 800. (1.7) needs no such number.",
)
def loss_with_the_tiniest_number(logits, targets):
    return -np.mean(np.log(softmax(logits)[np.arange(len(targets)), targets] + 1e-300))


FIXED_LOSS = (
    "Where the logarithm is infinite you put a fixed number. It fits the one case from which you took it: an answer "
    "that lies 1200 below the best one costs 1200. (1.7) computes the loss without ever meeting an infinity."
)


@mistake("cross_entropy", fails=("stability",), says=FIXED_LOSS)
def loss_with_a_fixed_worst(logits, targets):
    p = softmax(logits)[np.arange(len(targets)), targets]
    with np.errstate(divide="ignore"):
        return np.mean(np.where(p > 0, -np.log(p), 800.0))


@mistake("cross_entropy", fails=("stability",), says=FIXED_LOSS)
def loss_with_a_mended_mean(logits, targets):
    return np.nan_to_num(-np.mean(np.log(softmax(logits)[np.arange(len(targets)), targets])), posinf=800)


@mistake("cross_entropy", fails=("values", "stability"), says=OTHER_BASE)
def loss_to_base_ten(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets]) / np.log(10)


@mistake("cross_entropy", fails=("values", "stability"), says=OTHER_BASE)
def loss_by_log10(logits, targets):
    return -np.mean(np.log10(softmax(logits)[np.arange(len(targets)), targets]))


@mistake("cross_entropy", fails=("values", "stability"), says=SUM_OVER_TEXTS)
def loss_over_texts_without_an_axis(logits, targets):
    shifted = logits - logits.max(axis=0, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=0)) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You take the logarithm of the mean probability. (1.6) is the mean of the logarithms: a single answer that "
    "was thought impossible is then felt, while a mean of probabilities hardly notices it.",
)
def loss_of_the_mean_probability(logits, targets):
    return -np.log(np.mean(softmax(logits)[np.arange(len(targets)), targets]))


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You sum the logarithms. (1.7) has the logarithm of the *sum* of the exponentials: sum first.",
)
def loss_by_sum_of_logarithms(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted)).sum(axis=1) - shifted[np.arange(len(targets)), targets])


SUM_OF_ALL = (
    "You sum the exponentials of the whole array. Each text has a sum of its own, over its C answers: which axis holds "
    "them?"
)


@mistake("cross_entropy", fails=("values", "stability"), says=SUM_OF_ALL)
def loss_with_one_sum(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum()) - shifted[np.arange(len(targets)), targets])


@mistake("cross_entropy", fails=("values", "stability"), says=SUM_OF_ALL)
def loss_with_one_sum_and_one_maximum(logits, targets):
    shifted = logits - logits.max()
    return np.mean(np.log(np.exp(shifted).sum()) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You take M off twice: without brackets `- y_a - M` subtracts both. In (1.7) M is taken from y_a, and the "
    "difference from the logarithm.",
)
def loss_without_brackets(logits, targets):
    M = logits.max(axis=1)
    log_sum = np.log(np.exp(logits - M[:, None]).sum(axis=1))
    return np.mean(log_sum - logits[np.arange(len(targets)), targets] - M)


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You divide by the number of answers. The mean in (1.6) is over the N texts.",
)
def loss_divided_by_answers(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets]
    return losses.sum() / logits.shape[1]


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="Only the first text's loss is in your number: does your `return` stand inside the loop? It ends the function "
    "in the first round.",
)
def loss_returned_in_the_loop(logits, targets):
    total = 0.0
    for row, target in zip(logits, targets, strict=True):
        shifted = row - row.max()
        total += np.log(np.exp(shifted).sum()) - shifted[target]
        return total / len(targets)
    return None


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You look at the answer before the right one: targets count from 0, as Python's places do. (Answer 0 becomes "
    "-1, which is the last.)",
)
def loss_with_targets_from_one(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(targets)), targets - 1])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="Your two indices are exchanged: the first one selects the row, that is the text, the second the answer.",
)
def loss_with_exchanged_indices(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[targets, np.arange(len(targets))])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="You return minus the mean probability of the right answers. It falls when it should, but being wrong and "
    "sure costs hardly more than being wrong: the logarithm is missing.",
)
def loss_as_minus_the_probability(logits, targets):
    return -np.mean(softmax(logits)[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy",
    fails=("values", "stability"),
    says="Your loss is right, but you write into the caller's own logits: `-=` does that. Make a new array.",
)
def loss_in_place(logits, targets):
    logits -= logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(targets)), targets])


equivalent(
    "cross_entropy",
    "of_the_target = shifted[np.arange(len(targets)), targets]",
    "of_the_target = shifted[np.arange(len(logits)), targets]",
    because="there is one target for each row of logits",
)
equivalent(
    "cross_entropy",
    "of_the_target = shifted[np.arange(len(targets)), targets]",
    "of_the_target = shifted[np.arange(len(shifted)), targets]",
    because="shifted is logits minus a column, and there is one target for each row of logits",
)


# cross_entropy_gradient --------------------------------------------------------------------------------------------

exercise(
    "cross_entropy_gradient",
    returns={"d_logits": "N C"},
    builds_on={"softmax": "helpers.nn.bag_of_words", "one_hot": "helpers.nn.bag_of_words"},
    forbidden=NOT_BY_TORCH,
    explained="""
    The formula is (1.8) as it stands: what the model believed, `softmax(logits)`, minus what came, the one-hot vectors
    of the targets, both (N, C). The targets have to become one-hot first, since as numbers they would claim that
    answer 2 is twice answer 1. The division by N belongs to the mean in (1.6); C does not enter, since the answers of
    a text are not averaged. The softmax is the stable one from above, so logits of 1000 do no harm. Subtracting 1 at
    the targets in place would be as good, in an array of your own. To convince yourself: every row has the sum 0, its
    only negative entry is the right answer's, and the finite differences below agree to about ten digits.
    """,
)


@visible("cross_entropy_gradient", part="values")
def _(rng):
    yield case(
        "worked by hand: one text, three answers",
        logits=np.array([[2.0, 1.0, 0.0]]),
        targets=np.array([0]),
        note="the numbers worked out above",
    )
    yield case(
        "all logits alike, C = 4", logits=np.full((2, 4), 0.5), targets=np.array([0, 3]), note="1/4 or 1/4 - 1, by 2"
    )
    yield case("N = 4, C = 5", **guesses(rng, 4, 5))
    yield case("N = C = 3", **guesses(rng, 3, 3))
    yield case("N = 4, C = 5, other logits", **guesses(rng, 4, 5))
    yield case("whole numbers", logits=np.array([[2, 1, 0], [-1, 3, 3]]), targets=np.array([1, 0]))
    yield case("two answers", **guesses(rng, 5, 2))


@hidden("cross_entropy_gradient", part="values")
def _(rng):
    for _ in range(2):
        N, C = different_sizes(rng, 2)
        yield case("a random batch", **guesses(rng, N, C))
    yield case("as many texts as answers", **guesses(rng, 4, 4))


@visible("cross_entropy_gradient", part="stability")
def _(rng):
    yield case(
        "logits near 1000",
        logits=np.array([[1002.0, 1001.0, 1000.0], [999.0, 999.0, 999.0]]),
        targets=np.array([0, 2]),
        note="the same as with small ones",
    )
    yield case(
        "a right answer that was thought impossible",
        logits=np.array([[0.0, 800.0], [1.0, 0.0]]),
        targets=np.array([0, 0]),
        note="the first row is as far off as it can be: -1 and 1, by 2",
    )
    yield case(
        "the same sizes, other logits",
        logits=np.array([[2000.0, 0.0], [0.0, 3.0]]),
        targets=np.array([0, 1]),
        note="the first answer was certain and right: 0 and 0",
    )
    yield case(
        "three texts", logits=np.array([[1500.0, 1501.0], [-900.0, 0.0], [7.0, 7.0]]), targets=np.array([0, 1, 1])
    )


@hidden("cross_entropy_gradient", part="stability")
def _(rng):
    N, C = different_sizes(rng, 2)
    batch = guesses(rng, N, C)
    yield case("large", logits=batch["logits"] + 3000, targets=batch["targets"])
    yield case("far apart", logits=batch["logits"] * 1000, targets=np.argmin(batch["logits"], axis=1))


@right("cross_entropy_gradient", style="subtract at an index")
def gradient_by_index(logits, targets):
    N = len(targets)
    p = softmax(logits)
    p[np.arange(N), targets] -= 1
    return p / N


@right("cross_entropy_gradient", style="on its own, loops")
def gradient_by_loops(logits, targets):
    import math

    N, C = logits.shape
    gradient = np.zeros((N, C))
    for n in range(N):
        largest = max(logits[n])
        exponentials = [math.exp(logit - largest) for logit in logits[n]]
        for c in range(C):
            gradient[n, c] = (exponentials[c] / sum(exponentials) - (c == targets[n])) / N
    return gradient


@right("cross_entropy_gradient", style="chain rule through the probabilities")
def gradient_by_jacobian(logits, targets):
    N, C = logits.shape
    p = softmax(logits)
    o = np.eye(C)[targets]
    return np.einsum("nk,nkc->nc", o, p[:, None, :] - np.eye(C)) / N


@right("cross_entropy_gradient", style="torch")
def gradient_by_torch(logits, targets):
    import torch

    y = torch.from_numpy(logits)
    p = torch.exp(y - torch.logsumexp(y, dim=1, keepdim=True))
    return (p - torch.eye(y.shape[1], dtype=y.dtype)[torch.from_numpy(targets)]) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Your gradient is that of the sum of the losses: the division by N is missing. (1.6) is a mean, and its "
    "gradient is too.",
)
def gradient_of_the_sum(logits, targets):
    return softmax(logits) - one_hot(targets, logits.shape[1])


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You divide by N times C. The mean in (1.6) is over N texts; the C answers of a text are not averaged.",
)
def gradient_divided_by_all(logits, targets):
    return (softmax(logits) - one_hot(targets, logits.shape[1])) / logits.size


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Your signs are the wrong way round: this points to where the loss grows smaller. The gradient points "
    "uphill, and whoever uses it subtracts it.",
)
def gradient_downhill(logits, targets):
    return (one_hot(targets, logits.shape[1]) - softmax(logits)) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You return the probabilities by N. What came is missing: without o nothing says which answer was right, and "
    "no row has the sum 0.",
)
def gradient_without_target(logits, targets):
    return softmax(logits) / len(targets)


GRADIENT_OF_ALL = (
    "You subtract 1 in every row at the right answers of *all* texts: [:, targets] makes all combinations, and so "
    "does a loop over targets within a loop over the rows. Each row has one right answer, its own."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_OF_ALL)
def gradient_of_all_combinations(logits, targets):
    p = softmax(logits)
    p[:, targets] -= 1
    return p / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You subtract the one-hot vectors from the logits. By (1.8) it is the *probabilities* from which they are "
    "subtracted.",
)
def gradient_of_logits(logits, targets):
    return (logits - one_hot(targets, logits.shape[1])) / len(targets)


BY_PROBABILITIES = (
    "Your gradient is that with respect to the probabilities, -o/p. The way goes on from there through the softmax to "
    "the logits; (1.8) has both steps in one."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=BY_PROBABILITIES)
def gradient_by_probabilities(logits, targets):
    return -one_hot(targets, logits.shape[1]) / softmax(logits) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You keep the right answer's entry and set all others to 0. The others move too: what is given to the right "
    "answer is taken from them, and every row has the sum 0.",
)
def gradient_of_the_target_only(logits, targets):
    o = one_hot(targets, logits.shape[1])
    return o * (softmax(logits) - o) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You multiply by p (1 - p), the derivative of a squashing function. It is in p - o already: in the "
    "derivation it has cancelled against the derivative of the logarithm.",
)
def gradient_with_derivative_again(logits, targets):
    p = softmax(logits)
    return (p - one_hot(targets, logits.shape[1])) * p * (1 - p) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You average over the texts and return one row. Each text has logits of its own and so a gradient of its "
    "own: (N, C) is asked for, as logits has it.",
)
def gradient_of_the_mean_text(logits, targets):
    return (softmax(logits) - one_hot(targets, logits.shape[1])).mean(axis=0)


GRADIENT_WITH_NUMBERS = (
    "You subtract targets as numbers: answer 2 is not twice answer 1. Each target has to become a one-hot vector first."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_WITH_NUMBERS)
def gradient_with_numbers(logits, targets):
    return (softmax(logits) - targets[:, None]) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("stability",),
    says="Your formula is right, and its softmax overflows: with logits of 1000 it has nan in it. Your `softmax` from "
    "above, or its trick with the maximum, does not.",
)
def gradient_that_overflows(logits, targets):
    e = np.exp(logits)
    return (e / e.sum(axis=1, keepdims=True) - one_hot(targets, logits.shape[1])) / len(targets)


GRADIENT_INTO_LOGITS = (
    "Your formula is right, but you write into the caller's logits: `-=`, `out=` and an assignment to places do that. "
    "Make a new array."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_INTO_LOGITS)
def gradient_in_place(logits, targets):
    logits[:] = (softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)
    return logits


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You take the softmax along the texts: your columns add up to 1, not your rows. The answers stand in the "
    "last axis.",
)
def gradient_over_texts(logits, targets):
    p = softmax(logits.T).T
    return (p - one_hot(targets, logits.shape[1])) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You return the loss. Its gradient is asked for: one number for each logit, (N, C).",
)
def gradient_as_loss(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(targets)), targets])


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You subtract 1 from every probability. What came is a one-hot vector: it has a 1 for the right answer only.",
)
def gradient_minus_one_everywhere(logits, targets):
    return (softmax(logits) - 1) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You divide by the number of answers. The mean in (1.6) is over the N texts.",
)
def gradient_divided_by_answers(logits, targets):
    return (softmax(logits) - one_hot(targets, logits.shape[1])) / logits.shape[1]


GRADIENT_OF_LOGARITHMS = (
    "You subtract the one-hot vectors from the logarithms of the probabilities. The derivative of the logarithm of the "
    "sum is p itself."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_OF_LOGARITHMS)
def gradient_of_logarithms(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return (log_p - one_hot(targets, logits.shape[1])) / len(targets)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_OF_ALL)
def gradient_by_two_loops(logits, targets):
    gradient = np.array(softmax(logits))
    for n in range(len(targets)):
        for target in targets:
            gradient[n, target] -= 1
    return gradient / len(targets)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_WITH_NUMBERS)
def gradient_with_numbers_in_a_row(logits, targets):
    return (softmax(logits) - targets) / len(targets)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_OF_LOGARITHMS)
def gradient_of_log_of_softmax(logits, targets):
    return (np.log(softmax(logits)) - one_hot(targets, logits.shape[1])) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Only o is divided by N: without brackets the division comes before the subtraction. In (1.8) the whole "
    "difference is divided.",
)
def gradient_without_brackets(logits, targets):
    return softmax(logits) - one_hot(targets, logits.shape[1]) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Only p is divided by N: the 1 that you subtract afterwards is a whole 1. In (1.8) the whole difference is "
    "divided.",
)
def gradient_divided_too_early(logits, targets):
    gradient = softmax(logits) / len(targets)
    gradient[np.arange(len(targets)), targets] -= 1
    return gradient


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Your numbers are right, and the result lies on its side: (C, N). A gradient has the shape of what it is the "
    "gradient of.",
)
def gradient_on_its_side(logits, targets):
    return ((softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)).T


ONE_HOT_AS_LONG_AS_C = (
    "Your one-hot vectors do not have the length C. Their length is the number of answers to choose from: not the "
    "number of texts, nor what happens to occur among the targets."
)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=ONE_HOT_AS_LONG_AS_C)
def gradient_with_one_hot_of_texts(logits, targets):
    return (softmax(logits) - one_hot(targets, len(targets))) / len(targets)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=ONE_HOT_AS_LONG_AS_C)
def gradient_with_one_hot_of_what_occurs(logits, targets):
    return (softmax(logits) - one_hot(targets, targets.max() + 1)) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="The arguments of `one_hot` are exchanged: the ids come first, then the length of the vectors.",
)
def gradient_with_exchanged_arguments(logits, targets):
    return (softmax(logits) - one_hot(logits.shape[1], targets)) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="The 1 is subtracted in the first row only: does your `return` stand inside the loop? It ends the function in "
    "the first round.",
)
def gradient_returned_in_the_loop(logits, targets):
    gradient = np.array(softmax(logits))
    for n in range(len(targets)):
        gradient[n, targets[n]] -= 1
        return gradient / len(targets)
    return None


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="Your two indices are exchanged: the first one selects the row, that is the text, the second the answer.",
)
def gradient_with_exchanged_indices(logits, targets):
    gradient = np.array(softmax(logits))
    gradient[targets, np.arange(len(targets))] -= 1
    return gradient / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values", "stability"),
    says="You compare the right answer with the favourite, 0 or 1 each. By (1.8) the *probabilities* are compared with "
    "it: a favourite that was only just ahead is hardly believed.",
)
def gradient_of_the_favourite(logits, targets):
    favourite = one_hot(logits.argmax(axis=1), logits.shape[1])
    return (favourite - one_hot(targets, logits.shape[1])) / len(targets)


@mistake(
    "cross_entropy_gradient",
    fails=("values",),
    says="You write your gradient into an array made like logits. Where those are whole numbers it holds whole numbers "
    "too, and everything behind the point is cut off. Make room for fractions.",
)
def gradient_into_whole_numbers(logits, targets):
    gradient = np.zeros_like(logits)
    gradient[:] = (softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)
    return gradient


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=BY_PROBABILITIES)
def gradient_by_probabilities_at_targets(logits, targets):
    p = softmax(logits)
    gradient = np.zeros(p.shape)
    rows = np.arange(len(targets))
    gradient[rows, targets] = -1 / p[rows, targets] / len(targets)
    return gradient


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_INTO_LOGITS)
def gradient_after_subtracting_in_place(logits, targets):
    logits -= logits.max(axis=1, keepdims=True)
    e = np.exp(logits)
    return (e / e.sum(axis=1, keepdims=True) - one_hot(targets, logits.shape[1])) / len(targets)


@mistake("cross_entropy_gradient", fails=("values", "stability"), says=GRADIENT_INTO_LOGITS)
def gradient_by_out(logits, targets):
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    logits[np.arange(len(targets)), targets] -= 1
    return logits / len(targets)


equivalent(
    "cross_entropy_gradient",
    "return (softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)",
    "return (softmax(logits) - one_hot(targets, logits.shape[1])) / len(logits)",
    because="there is one target for each row of logits",
)


# quizzes -----------------------------------------------------------------------------------------------------------

quiz(
    "dog_and_man",
    {
        "a": "*the dog* stands in both, at the beginning of one and at the end of the other.",
        "b": "There is one more: look at what stands around *bit*, and at both ends.",
        "c": "*the dog*, *bit the* and *the man* are in both; *dog bit* against *man bit* is all that bigrams can go "
        "by. It is enough here, and it is one count of four.",
        "d": "Then bigrams could not tell who bit whom. One of the four differs.",
    },
)
quiz(
    "only_unknown",
    {
        "a": "Place 0 belongs to the most frequent word of the training texts. That word does not occur here.",
        "b": "Zeros: unknown words leave no trace. The model then answers with its constant push b_y alone.",
        "c": "New texts have new words all the time, and a word counter has to live with it.",
        "d": "The length is fixed: the model has V rows of weights, and none for what it has never met.",
    },
)
quiz(
    "window",
    {
        "a": "Three words stand between. A window of three words holds not and two of those.",
        "b": "not and three more words: the window ends just before the one that is needed.",
        "c": "1 + 3 + 1. An n-gram sees across n - 2 words in between, and one more makes it blind.",
        "d": "Every distance has an n that is large enough. There is no n that is large enough for every distance.",
    },
)
quiz(
    "shifted_logits",
    {
        "a": "The highest one is as far above the others as before, and only the distances matter.",
        "b": "All exponentials grow by the same factor, and the division takes it out again. This is what makes it "
        "safe to subtract the maximum.",
        "c": "Without M the logarithm of the sum and the right answer's logit both grow by 100, and their difference "
        "stays. In (1.7) M grows by 100 too, so neither term changes.",
        "d": "With the maximum subtracted first no exponent is above 0, whatever was added.",
    },
)
quiz(
    "half_the_probability",
    {
        "a": "Only if the probability was one half yesterday. The loss is a logarithm, not a quotient.",
        "b": "That would depend on what the loss was. By how much it rises does not.",
        "c": "-ln(p/2) = -ln p + ln 2. Each halving costs the same, wherever it begins, and one can be halved very "
        "often.",
        "d": "The number of answers decides what a model that knows nothing has to pay, ln C. It is not in this step.",
    },
)
quiz(
    "row_of_the_gradient",
    {
        "a": "The probabilities have the sum 1 and so has the one-hot vector. What is given to one logit is taken "
        "from the others, and to add one number to all of them changes nothing.",
        "b": "The probabilities have the sum 1, and then the one-hot vector is subtracted.",
        "c": "Dividing by N does not help: look at p - o first.",
        "d": "The gradient says how the loss changes. How large it is now is not in it.",
    },
)
quiz(
    "add_one",
    {
        "a": "That is the estimate without smoothing: one unseen pair, and the whole text is impossible, with an "
        "infinite loss.",
        "b": "The 1 is in the numerator, and the denominator has stayed as it was. Then the ten probabilities have a "
        "sum above 1.",
        "c": "One was added below. But ten counts were raised by one, so V has to be added.",
        "d": "(0 + 1)/(6 + 10). The seen pair pays for it: long after not falls from 1/2 to 4/16.",
    },
)
