"""One step of reading per file, each Document -> Document."""
