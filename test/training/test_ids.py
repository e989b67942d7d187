"""Proves the width of stored ids and that they are mapped, not copied."""

import numpy as np
import pytest
from trainyard_training.corpus.ids import id_type, open_ids, to_bytes


def test_two_bytes_hold_ids_up_to_65535() -> None:
    assert (id_type(65_535), id_type(65_536)) == ("uint16", "uint32")


@pytest.mark.parametrize(("largest", "size"), [(65_535, 2), (65_536, 4)])
def test_ids_come_back_from_a_mapped_file(tmp_path, largest: int, size: int) -> None:  # type: ignore[no-untyped-def]
    name = id_type(largest)
    (tmp_path / "x.bin").write_bytes(to_bytes([0, 7, largest], name))
    mapped = open_ids(tmp_path / "x.bin", name)
    assert isinstance(mapped, np.memmap)
    assert mapped.tolist() == [0, 7, largest]
    assert (tmp_path / "x.bin").stat().st_size == 3 * size


def test_refuses_an_id_that_does_not_fit() -> None:
    with pytest.raises(OverflowError, match="65536 does not fit uint16"):
        to_bytes([65_536], "uint16")
