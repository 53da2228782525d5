"""``python -m vaultkit``."""

from vaultkit.cli import main

if __name__ == "__main__":
    main()
