"""The notes of a vault in which there was nothing of ours, as a file of the cache: paths and signatures, no more."""

from array import array
from collections.abc import Mapping

from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import FIELDS, Signature

_NAME = "bystanders"
_COUNT_BYTES = 8

Bystanders = Mapping[str, Signature]


def read_bystanders(cache: Cache) -> dict[str, Signature]:
    """Return what was kept; nothing where that cannot be believed."""
    data = cache.read(_NAME)
    if data is None or len(data) < _COUNT_BYTES:
        return {}
    count = int.from_bytes(data[:_COUNT_BYTES], "little")
    stands = array("q")
    end = _COUNT_BYTES + count * FIELDS * stands.itemsize
    paths = data[end:].decode("utf-8", "surrogateescape").split("\0") if count else []
    if len(paths) != count or len(data) < end:
        return {}
    stands.frombytes(data[_COUNT_BYTES:end])
    numbers = iter(stands)
    signatures = map(Signature, numbers, numbers, numbers, numbers)
    return dict(zip(paths, signatures, strict=True))


def keep_bystanders(cache: Cache, bystanders: Bystanders) -> None:
    """Keep notes for the next time."""
    stands = array("q", [number for signature in bystanders.values() for number in signature])
    paths = "\0".join(bystanders).encode("utf-8", "surrogateescape")
    cache.keep(_NAME, len(bystanders).to_bytes(_COUNT_BYTES, "little") + stands.tobytes() + paths)
