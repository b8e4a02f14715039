"""Irish and Scottish dance tunes of the 18th and 19th century in ABC notation, music written with letters.

Source: the package music21 10.5.1 (BSD licence), three collections of its corpus: James Aird, "A Selection of Scotch,
English, Irish and Foreign Airs" (Glasgow, from 1782), William Bradbury Ryan, "Mammoth Collection" (Boston, 1883), and
Francis O'Neill, "Music of Ireland" (Chicago, 1903; music21 calls it oneills1850). The tunes are in the public domain;
Jack Campin, Ray Davies, John Chambers, Norbert Paap and others wrote them down in ABC, and the package passes that on
with their permission. Its other collections are left alone, since their licences are less clear.

Size: 4,248 tunes, of which 3,962 are here, 850,000 characters: those with one metre and one key, written for one voice.
Of their inner bars 99.3 % are as long as the metre asks, when they are counted as helpers.data.abc_notation does.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from helpers.data import wheels
from helpers.data.abc_notation import bars

CORPUS = "music21/corpus"
COLLECTIONS = ("airdsAirs", "oneills1850", "ryansMammoth")
MODES = {"": "", "maj": "", "min": "m", "m": "m", "dor": "dor", "mix": "mix", "phr": "phr", "lyd": "lyd"}

# What a body is made of: bar lines, notes with what may stand beside them, tuplets whose length does not depend on the
# metre.
PLAIN = re.compile(
    r"(?:[ \n]|(?:\|\||:?\|:?|::)[1-9]?+|\([23468](?=[A-Ga-gz_=^])"
    r"|(?:__?+|\^\^?+|=)?+[A-Ga-gz][,']*+[0-9]*+(?:/++[0-9]*+)?+|<++|>++)*+"
)


@dataclass(frozen=True)
class Tune:
    """A tune.

    metre  such as "6/8"
    unit   the length of a note that has no number behind it, such as "1/8"
    key    such as "G", "Em" or "Amix"
    body   its notes in lines, in ABC, without ornaments, slurs, chords and words
    """

    title: str
    metre: str
    unit: str
    key: str
    body: str
    collection: str


def as_text(tune: Tune) -> str:
    """What is to be known of a tune in order to play it, as ABC; ends in an empty line, so that tunes can be joined."""
    return f"M:{tune.metre}\nL:{tune.unit}\nK:{tune.key}\n{tune.body}\n\n"


@lru_cache
def tunes() -> tuple[Tune, ...]:
    """The tunes, by collection, each once. Raises Refusal where the package was not fetched."""
    found: dict[str, Tune] = {}
    files = wheels.read_all("music21", [f"{CORPUS}/{collection}" for collection in COLLECTIONS], ".abc")
    for name, content in files.items():
        collection = name.split("/")[2]
        for text in re.split(r"^(?=X:)", content.decode("utf-8"), flags=re.MULTILINE):
            if tune := _tune(text, collection):
                found.setdefault(tune.body, tune)
    return tuple(found.values())


def _tune(text: str, collection: str) -> Tune | None:
    """A tune as it stands in a file, cleaned; None where it is none, or not of the kind that is kept."""
    key_line = re.search(r"^K:.*$", text, re.MULTILINE)
    if key_line is None:
        return None
    head, rest = text[: key_line.end()], text[key_line.end() :]
    lines = re.findall(r"^([A-Z]):[ \t]*(.*?)[ \t]*(?:%.*)?$", head, re.MULTILINE)
    fields: dict[str, str] = dict(reversed(lines))  # of two titles the first
    metre = {"C": "4/4", "C|": "2/2"}.get(fields.get("M", ""), fields.get("M", ""))
    unit, key, body = fields.get("L", ""), _key(fields.get("K", "")), _body(rest)
    if not re.fullmatch(r"[0-9]+/[0-9]+", metre) or not re.fullmatch(r"1/[0-9]+", unit) or key is None or body is None:
        return None
    return Tune(fields.get("T", ""), metre, unit, key, body, collection)


def _key(text: str) -> str | None:
    """A key in short: "E Minor" is "Em"."""
    match = re.fullmatch(r"([A-G][#b]?)\s*([A-Za-z]*)", text)
    mode = match[2] if match and match[2] == "m" else match[2][:3].lower() if match else ""
    return f"{match[1]}{MODES[mode]}" if match and mode in MODES else None


def _body(text: str) -> str | None:
    """The notes of a tune in plain ABC; None where metre, key or unit change, or something else stands there."""
    if re.search(r"^[KLMV]:(?![|:])|\[[KLMV]:", text, re.MULTILINE):
        return None
    text = re.sub(r"%.*", "", text)
    text = re.sub(r"^[A-Za-z]:(?![|:]).*|\[[A-Z]:[^\]]*\]", "", text, flags=re.MULTILINE)  # remarks, words of a song
    text = re.sub(r'"[^"]*"|![^!\n]*!|\{[^}]*\}', "", text)  # chords by name, ornaments
    text = re.sub(r"\\[ \t]*\n", " ", text)  # a line that goes on in the next
    text = re.sub(r"\[([_=^]*[A-Ga-g][,']*[0-9/]*)[^\]|]*\]", r"\1", text)  # of notes at once the first one
    text = re.sub(r"\((?![0-9])|[)\-.~`H-WYh-wy\t]", lambda match: " " if match[0] == "\t" else "", text)
    text = re.sub(r"[|:\[\]]+", lambda match: _bar_line(match[0]), text)
    text = text.replace("x", "z")  # a rest that is not printed
    lines = (re.sub(r" +", " ", line).strip() for line in text.splitlines())
    body = "\n".join(line for line in lines if line)
    return body if PLAIN.fullmatch(body) and len(bars(body)) >= 4 else None


@lru_cache
def _bar_line(text: str) -> str:
    """One of the bar lines | || |: :| :: for any of those that people write."""
    before, after = text.startswith(":"), text.endswith(":")
    if before or after:
        return "::" if before and after else ":|" if before else "|:"
    return "|" if text in ("|", "[", "]") else "||"
