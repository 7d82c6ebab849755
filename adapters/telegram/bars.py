"""How an invoice divides, as one row of blocks, with each part named and summed."""

from collections.abc import Sequence

from adapters.telegram.rich import Rich, joined, plain
from assistant.chat.replies import Card, Field, Share

_CELLS = 12  # a narrow phone shows them in one line
# In this order, so that neighbours differ to every eye: no colour carries a meaning.
_BLOCKS = "█▒▓░▞"
_OTHER = "▪"


def sums(card: Card[str]) -> Rich:
    """The card's fields, one on each line, with a bar above the first that it shows.

    A part's block stands before its field, which says the part and its sum in words;
    a part without a field has a line of its own. One part alone needs no bar.
    """
    shares = [share for share in card.shares if share.weight > 0]
    if len(shares) < 2:
        return joined(plain(_line(field)) for field in card.fields)
    blocks = [_block(at) for at in range(len(shares))]
    cells = zip(blocks, cells_of([share.weight for share in shares]), strict=True)
    bar = "".join(block * count for block, count in cells)
    signs = {_key(s): block for s, block in zip(shares, blocks, strict=True)}
    told = {_key(field) for field in card.fields}
    lines: list[str] = []
    for field in card.fields:
        sign = signs.get(_key(field), "")
        lines += [bar] if sign and bar not in lines else []
        lines.append(f"{sign} {_line(field)}".lstrip())
    lines += [bar] if bar not in lines else []
    lines += [f"{signs[_key(s)]} {_line(s)}" for s in shares if _key(s) not in told]
    return joined(plain(line) for line in lines)


def cells_of(weights: Sequence[int]) -> list[int]:
    """How many blocks each part has: at least one, as many as the bar has in all.

    weights: sizes above 0, fewer than the bar has blocks.
    """
    whole = sum(weights)
    cells = [max(1, _CELLS * weight // whole) for weight in weights]
    widest = max(range(len(weights)), key=weights.__getitem__)
    cells[widest] += _CELLS - sum(cells)
    return cells


def _block(at: int) -> str:
    return _BLOCKS[at] if at < len(_BLOCKS) else _OTHER


def _key(part: Field[str] | Share[str]) -> tuple[str, str]:
    return part.label, part.value


def _line(part: Field[str] | Share[str]) -> str:
    return f"{part.label}: {part.value}"
