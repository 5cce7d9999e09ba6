"""Where lines may break in Chinese, Japanese and Korean text (the rules called kinsoku; JIS X 4051, section 6.1)."""

OPENING = "（［｛「『【〈《〔｢“‘〖〘｟＄￥￡"
"""No line may end with these."""

CLOSING = (
    "，。、；：？！）］｝」』】〉》〕｣”’・…—·〗〙｠ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ〜～％‰℃"
)
"""No line may start with these."""


def is_hangul(char: str) -> bool:
    """Return whether a character is Korean: its lines break between words, and within one only in need."""
    return "\uac00" <= char <= "\ud7af" or "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f"
