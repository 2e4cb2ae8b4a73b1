"""Colours of objects, told apart by colour-blind people too.

The first eight are Okabe and Ito's (2008, "Color Universal Design"), ordered so that neighbours differ
most; further ones repeat them lighter and darker.
"""

_BASE = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#999999")


def object_colour(number: int) -> str:
    """The colour "#rrggbb" that object ``number`` (from 1) starts with."""
    turn, place = divmod(max(number, 1) - 1, len(_BASE))
    return _mix(_BASE[place], (0.0, 0.4, -0.35)[turn % 3])


def rgb(colour: str) -> tuple[int, int, int]:
    """ "#rrggbb" as three numbers 0..255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(colour: str, amount: float) -> str:
    """Towards white for a positive amount, towards black for a negative one."""
    goal = 255 if amount > 0 else 0
    parts = (round(part + (goal - part) * abs(amount)) for part in rgb(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)
