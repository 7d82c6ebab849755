"""Writes small Outlook messages (`.msg`), so that reading them can be tried.

A compound file of version 3 with all its streams in the mini stream.
Source: Microsoft's open specifications MS-CFB and MS-OXMSG.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_SECTOR, _MINI = 512, 64
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_TEXT, _BYTES, _LONG, _TIME = 0x1F, 0x102, 3, 0x40
_EPOCH_GAP = 11_644_473_600  # seconds from 1601 to 1970

Tree = dict[str, "bytes | Tree"]


def outlook_message(
    *,
    sender: str,
    subject: str,
    sent_at: datetime,
    body: str,
    files: Mapping[str, bytes],
) -> bytes:
    """A message in plain text with attachments, all small."""
    stamp = int((sent_at.timestamp() + _EPOCH_GAP) * 10_000_000)
    texts = {
        0x001A: "IPM.Note",
        0x0037: subject,
        0x007D: f"From: {sender}\r\n\r\n",
        0x1000: body,
    }
    head = struct.pack("<8x4I8x", 0, len(files), 0, len(files))
    root = _properties(head, texts, fixed={(0x0039, _TIME): stamp})
    for number, (name, content) in enumerate(files.items()):
        root[f"__attach_version1.0_#{number:08X}"] = _properties(
            bytes(8), {0x3707: name}, {0x3701: content}, {(0x3705, _LONG): 1}
        )
    return _Writer().whole(root)


def _properties(
    head: bytes,
    texts: Mapping[int, str],
    contents: Mapping[int, bytes] | None = None,
    fixed: Mapping[tuple[int, int], int] | None = None,
) -> Tree:
    """The streams of a storage: the list of its properties, and the long ones."""
    streams = {
        (number, _TEXT): text.encode("utf-16-le") for number, text in texts.items()
    }
    streams |= {(number, _BYTES): body for number, body in (contents or {}).items()}
    listed = head
    tree: Tree = {}
    for (number, kind), content in streams.items():
        size = len(content) + (2 if kind == _TEXT else 0)
        listed += struct.pack("<HHIII", kind, number, 6, size, 0)
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = content
    for (number, kind), value in (fixed or {}).items():
        listed += struct.pack("<HHIQ", kind, number, 6, value)
    tree["__properties_version1.0"] = listed
    return tree


@dataclass
class _Entry:
    """One entry of the directory."""

    name: str
    kind: int
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        """Its 128 bytes."""
        text = self.name.encode("utf-16-le") + b"\0\0"
        head = struct.pack(
            "<HBBIII", len(text), self.kind, 1, _FREE, self.right, self.child
        )
        tail = struct.pack("<IQ", self.start, self.size)
        return text.ljust(64, b"\0") + head + bytes(36) + tail


class _Writer:
    """Collects the directory and the mini stream."""

    def __init__(self) -> None:
        self.entries = [_Entry("Root Entry", _ROOT)]
        self.mini = b""
        self.minifat: list[int] = []

    def whole(self, root: Tree) -> bytes:
        """The file: a header, one sector of the table, and three chains."""
        self.entries[0].child = self._add(root)
        minifat = struct.pack(f"<{len(self.minifat)}I", *self.minifat)
        chains = [
            self._directory(),
            _filled(minifat, b"\xff"),
            _filled(self.mini, b"\0"),
        ]
        counts = [len(chain) // _SECTOR for chain in chains]
        starts = [1, 1 + counts[0], 1 + counts[0] + counts[1]]
        self.entries[0].start, self.entries[0].size = starts[2], len(self.mini)
        fat = [_FAT]
        for start, count in zip(starts, counts, strict=True):
            fat += [*range(start + 1, start + count), _END]
        assert len(fat) <= _SECTOR // 4, "one sector of the table has to be enough"
        table = _filled(struct.pack(f"<{len(fat)}I", *fat), b"\xff")
        chains[0] = self._directory()
        return _header(starts, counts) + table + b"".join(chains)

    def _add(self, tree: Tree) -> int:
        """Add a storage's entries, each the right sibling of the one before it."""
        first = before = _FREE
        for name in sorted(tree, key=lambda text: (len(text), text.upper())):
            content, number = tree[name], len(self.entries)
            if isinstance(content, bytes):
                self.entries.append(self._stream(name, content))
            else:
                self.entries.append(_Entry(name, _STORAGE, start=0))
                self.entries[number].child = self._add(content)
            if before == _FREE:
                first = number
            else:
                self.entries[before].right = number
            before = number
        return first

    def _stream(self, name: str, content: bytes) -> _Entry:
        start, count = len(self.minifat), -(-len(content) // _MINI)
        self.minifat += [*range(start + 1, start + count), _END][:count]
        self.mini += content.ljust(count * _MINI, b"\0")
        return _Entry(name, _STREAM, start=start if count else _END, size=len(content))

    def _directory(self) -> bytes:
        return _filled(b"".join(entry.packed() for entry in self.entries), b"\0")


def _header(starts: list[int], counts: list[int]) -> bytes:
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    shape = struct.pack("<16xHHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    chains = (0, 1, starts[0], 0, 4096, starts[1], counts[1], _END, 0)
    return magic + shape + struct.pack("<9I109I", *chains, 0, *[_FREE] * 108)


def _filled(content: bytes, fill: bytes) -> bytes:
    """Filled up to whole sectors, at least one."""
    count = max(1, -(-len(content) // _SECTOR))
    return content.ljust(count * _SECTOR, fill)
