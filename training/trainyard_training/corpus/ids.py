"""Token ids as flat files that are mapped into memory, two bytes an id where that is enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

LARGEST_UINT16 = 65_535

Ids = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]


def id_type(largest_id: int) -> str:
    """`uint16` while the largest id is at most 65,535, else `uint32`."""
    return "uint16" if largest_id <= LARGEST_UINT16 else "uint32"


def to_bytes(ids: list[int], name: str) -> bytes:
    """Little-endian bytes of ids. Refuses (OverflowError) an id that the type cannot hold."""
    largest = np.iinfo(np.dtype(name)).max
    if ids and (max(ids) > largest or min(ids) < 0):
        raise OverflowError(f"id {max(ids)} does not fit {name}")
    return np.asarray(ids, dtype=np.dtype(name).newbyteorder("<")).tobytes()


def open_ids(path: Path, name: str) -> Ids:
    """The ids of a file, mapped read-only into memory."""
    if path.stat().st_size == 0:
        return np.empty(0, dtype=name)
    mapped: Ids = np.memmap(path, dtype=np.dtype(name).newbyteorder("<"), mode="r")
    return mapped
