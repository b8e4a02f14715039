"""A melody as a piano roll: time across, pitch up, and each bar marked by whether its length is right."""

from helpers.data.melody import Melody
from helpers.draw.show import show
from helpers.draw.style import BLUE, FONT_SIZE, GREY, PALE, SETTINGS, VERMILION, chart, ink, tint

NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def piano_roll(melody: Melody, *, alt: str, most_units: float = 72) -> None:
    """The tones up to so many units of time, at their pitch; a bar of another length than its metre asks is shaded."""
    from matplotlib import rc_context

    end = min(melody.length, most_units)
    tones = [tone for tone in melody.tones if tone.start < end]
    with rc_context(SETTINGS):
        figure, axes = chart(9.6, 3.4)
        starts = [start for start, _ in melody.bars if start < end]
        for number, (start, right) in enumerate(melody.bars[: len(starts)]):
            stop = starts[number + 1] if number + 1 < len(starts) else end
            if not right:
                axes.axvspan(start, stop, color=tint(VERMILION, 0.25), zorder=0)
                axes.annotate(
                    "≠",
                    ((start + stop) / 2, 1.0),
                    xycoords=("data", "axes fraction"),
                    ha="center",
                    va="bottom",
                    color=ink(VERMILION),
                    fontsize=FONT_SIZE,
                )
            axes.axvline(start, color=GREY, linewidth=0.9, zorder=1)
        axes.barh(
            [tone.pitch for tone in tones],
            [tone.length for tone in tones],
            left=[tone.start for tone in tones],
            height=0.8,
            color=BLUE,
            edgecolor="white",
            linewidth=0.8,
            zorder=2,
        )
        pitches = sorted({tone.pitch for tone in tones})
        axes.set_yticks(pitches, [f"{NAMES[pitch % 12]}{pitch // 12 - 1}" for pitch in pitches], fontsize=FONT_SIZE - 4)
        axes.set_xlim(0, end)
        axes.set_xlabel("time, in eighths; a line at the beginning of each bar")
        axes.grid(axis="y", color=PALE)
        axes.tick_params(length=0)
    show(figure, alt)
