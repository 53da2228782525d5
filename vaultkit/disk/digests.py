"""The digests that quick answers need, from where Python itself has them.

The library around them loads OpenSSL first, which takes a quarter of the time that Python takes to
start. Where an interpreter calls them by other names, they are that library's.
"""

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - no such interpreter is known
    from hashlib import blake2b

try:
    from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
    except ImportError:  # pragma: no cover
        from hashlib import sha256

__all__ = ["blake2b", "sha256"]
