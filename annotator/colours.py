"""One colour for each label, the same in the text and in every chart."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from zlib import crc32

from annotator.labels import BY_NAME

LUMINANCE_LIGHT, LUMINANCE_DARK = 0.19, 0.36  # relative, on a light and on a dark page


def colour(label: str, dark: bool = False) -> str:
    """The colour of a label as #rrggbb, of even luminance (WCAG 2.1) over all labels.

    The hue is that of the label in the text, in HSL; an unknown label gets one that depends on
    its name alone, the total a grey.
    """
    luminance = LUMINANCE_DARK if dark else LUMINANCE_LIGHT
    if label == "total":
        return _hex(luminance, 0, 0)
    known = BY_NAME.get(label)
    return _hex(luminance, 0.6, known.hue if known else crc32(label.encode()) % 360)


def neutral(dark: bool = False) -> str:
    """The colour of what belongs to no label."""
    return _hex(LUMINANCE_DARK if dark else LUMINANCE_LIGHT, 0.3, 215)


def _hex(luminance: float, saturation: float, hue: float) -> str:
    dark, light = 0.0, 1.0
    # Luminance rises with the lightness of HSL, so halving finds it: 16 times, to below 1/65536.
    for _ in range(16):
        lightness = (dark + light) / 2
        channels = colorsys.hls_to_rgb(hue / 360, lightness, saturation)
        if _luminance(channels) < luminance:
            dark = lightness
        else:
            light = lightness
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def _luminance(channels: Sequence[float]) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
