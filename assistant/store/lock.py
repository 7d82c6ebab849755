"""One process per data folder.

The lock is the operating system's, so it goes when its owner goes, however it ended.
The file stays and says who holds it; it is never deleted, because another process may
be waiting at it.
"""

import os
import socket
import sys
from pathlib import Path

from assistant.errors import StoreError
from assistant.store.disk import FILE_MODE

# Where the byte is that is locked on Windows: behind the text, which stays readable.
_FAR = 1 << 30
_ROOM = 300  # bytes for the holder's name, always all written: no older text shows


class FolderLock:
    """Holds a data folder for this process until `release`.

    path: the lock file, in a folder that exists.
    Raises StoreError, saying who holds it, if somebody does.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        except OSError as error:
            raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            holder = os.read(self._descriptor, _ROOM).decode(errors="replace")
            os.close(self._descriptor)
            who = holder.strip() or "a process that is just starting"
            raise StoreError(
                f"{path.parent} is in use by {who}; only one Parley may use it"
            ) from error
        holder = f"process {os.getpid()} on {socket.gethostname()}"
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, holder.encode()[:_ROOM].ljust(_ROOM))

    def release(self) -> None:
        """Let others have the folder."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.ftruncate(descriptor, 0)
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
