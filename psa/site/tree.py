"""The blocks of a page as a tree: each in the folds that it names, those of a card in its card."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from psa.pages.for_page import CARD_FOLD
from psa.site.blocks import Block


@dataclass
class Group:
    """A fold or a card, with what lies in it.

    Attributes:
        kind: *fold* or *card*.
        title: of a fold.
        card: of a card, what it holds.
        parts: in order.
    """

    kind: str
    title: str = ""
    card: Block | None = None
    parts: "list[Block | Group]" = field(default_factory=list)


def tree_of(blocks: Iterable[Block]) -> "list[Block | Group]":
    """Return the blocks of a page, those of one fold together; a card takes its own fold, which follows it."""
    top: list[Block | Group] = []
    card: Group | None = None
    for block in blocks:
        if block.kind == "part" and block.content["kind"] == "card":
            card = Group("card", card=block)
            top.append(card)
        elif block.folds:
            card = card if block.folds[0] == CARD_FOLD else None
            _add(card.parts if card else top, block, block.folds)
        else:
            card = None
            top.append(block)
    return top


def _add(parts: "list[Block | Group]", block: Block, folds: tuple[str, ...]) -> None:
    """Add a block to the fold that it names, which is the last of its parts or a new one."""
    if not folds:
        parts.append(block)
        return
    last = parts[-1] if parts else None
    if not (isinstance(last, Group) and last.kind == "fold" and last.title == folds[0]):
        last = Group("fold", folds[0])
        parts.append(last)
    _add(last.parts, block, folds[1:])
