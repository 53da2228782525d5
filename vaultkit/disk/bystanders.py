"""The notes of a vault in which there was nothing of ours, as a file of the cache: paths and signatures, no more."""

from collections.abc import Mapping

from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import PACKED

_NAME = "bystanders"
_COUNT_BYTES = 8

Bystanders = Mapping[str, bytes]
"""By path, each with its signature as ``Roll.packed`` has it."""


def read_bystanders(cache: Cache) -> dict[str, bytes]:
    """Return what was kept; nothing where that cannot be believed."""
    data = cache.read(_NAME)
    if data is None or len(data) < _COUNT_BYTES:
        return {}
    count = int.from_bytes(data[:_COUNT_BYTES], "little")
    end = _COUNT_BYTES + count * PACKED.size
    paths = data[end:].decode("utf-8", "surrogateescape").split("\0") if count else []
    if len(paths) != count or len(data) < end:
        return {}
    packed = PACKED.iter_unpack(data[_COUNT_BYTES:end])
    return {path: signature for path, (signature,) in zip(paths, packed, strict=True)}


def keep_bystanders(cache: Cache, bystanders: Bystanders) -> None:
    """Keep notes for the next time."""
    paths = "\0".join(bystanders).encode("utf-8", "surrogateescape")
    signatures = b"".join(bystanders.values())
    cache.keep(_NAME, len(bystanders).to_bytes(_COUNT_BYTES, "little") + signatures + paths)
