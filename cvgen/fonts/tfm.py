"""Write a TFM file: the metrics that TeX reads for one font.

The format is described in Knuth's *TFtoPL* (`tftopl.web`) and in *The TeXbook*, appendix F: big-endian, numbers as
multiples of 2^-20 of the design size, at most 256 widths, 16 heights and 16 depths.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping

from cvgen.frozen import record

_ONE = 1 << 20
_STOP = 128
_KERN = 128
_SKIP_TO = 129  # any skip byte above 128 sends TeX to the step that the last two bytes name


@record(frozen=True)
class Box:
    """Size of a glyph in units of the font size: width, height above and depth below the baseline."""

    width: float
    height: float
    depth: float


def write_tfm(
    boxes: Mapping[int, Box], kerns: Mapping[tuple[int, int], float], *, space: float, x_height: float
) -> bytes:
    """Return the TFM file of a font at a design size of 10 pt.

    `boxes` maps slots to sizes; `kerns` maps (left slot, right slot) to a distance; `space` is the width of a word
    space and `x_height` the height of an x. All lengths are in units of the font size.
    """
    # A width of exactly zero says that there is no such character; combining marks have the least width instead.
    width_of = {slot: max(box.width, 1 / _ONE) for slot, box in boxes.items()}
    widths, width_index = _table(width_of.values(), 256)
    heights, height_index = _table((box.height for box in boxes.values()), 16)
    depths, depth_index = _table((box.depth for box in boxes.values()), 16)
    program, kern_values, label_of = _kern_program(kerns)
    first, last = min(boxes), max(boxes)
    infos = b""
    for slot in range(first, last + 1):
        box = boxes.get(slot)
        if box is None:
            infos += bytes(4)
            continue
        tag = 1 if slot in label_of else 0
        sizes = height_index(box.height) << 4 | depth_index(box.depth)
        infos += bytes((width_index(width_of[slot]), sizes, tag, label_of.get(slot, 0)))
    # slant, space, stretch, shrink, x height, quad, extra space
    parameters = [0, space, space / 2, space / 3, x_height, 1, space / 3]
    body = struct.pack(">II", 0, 10 * _ONE) + infos + _words(widths + heights + depths + [0])
    body += b"".join(program) + _words(kern_values) + _words(_fix(value) for value in parameters)
    sizes_of_parts = (len(widths), len(heights), len(depths), 1, len(program), len(kern_values), 0, len(parameters))
    return struct.pack(">12H", 6 + len(body) // 4, 2, first, last, *sizes_of_parts) + body


def _fix(value: float) -> int:
    return round(value * _ONE)


def _words(values: Iterable[int]) -> bytes:
    return b"".join(struct.pack(">i", value) for value in values)


def _table(values: Iterable[float], limit: int) -> tuple[list[int], Callable[[float], int]]:
    """Return at most `limit` distinct values, zero first, and the function that finds the nearest one's index.

    Too many values are thinned where they lie closest together, as PLtoTF does.
    """
    kept = sorted({_fix(value) for value in values} - {0})
    while len(kept) >= limit:
        closest = min(range(len(kept) - 1), key=lambda i: kept[i + 1] - kept[i])
        del kept[closest]
    table = [0, *kept]

    def index(value: float) -> int:
        fixed = _fix(value)
        if fixed == 0:
            return 0
        return min(range(1, len(table)), key=lambda i: abs(table[i] - fixed))

    return table, index


def _kern_program(kerns: Mapping[tuple[int, int], float]) -> tuple[list[bytes], list[int], dict[int, int]]:
    """Return the lig/kern program, the kern values and the label of each slot that has kerns.

    Labels are one byte, so the program starts with one jump for each slot.
    """
    values = sorted({_fix(kern) for kern in kerns.values()})
    index = {value: i for i, value in enumerate(values)}
    rows: dict[int, list[tuple[int, int]]] = {}
    for (left, right), kern in sorted(kerns.items()):
        rows.setdefault(left, []).append((right, index[_fix(kern)]))
    jumps: list[bytes] = []
    steps: list[bytes] = []
    for row in rows.values():
        start = len(rows) + len(steps)
        jumps.append(bytes((_SKIP_TO, 0, start >> 8, start & 255)))
        for right, value in row:
            steps.append(bytes((0, right, _KERN + (value >> 8), value & 255)))
        steps[-1] = bytes((_STOP,)) + steps[-1][1:]
    return jumps + steps, values, {left: label for label, left in enumerate(rows)}
