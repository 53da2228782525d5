"""A vault with one application, in whose own playbook tests write."""

from pathlib import Path


def make_vault(root: Path, note: str) -> Path:
    (root / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    (root / "Acme.md").write_text(note, "utf-8")
    return root


def write(vault: Path, path: str, text: str | bytes) -> None:
    """Write a file of the vault's own playbook."""
    file = vault / "Playbook" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
