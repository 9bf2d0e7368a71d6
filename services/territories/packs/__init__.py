"""The packs that ship with the desk, one file per act; the file's name is the territory's slug."""
