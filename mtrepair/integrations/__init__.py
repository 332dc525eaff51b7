"""Doors for other programs: the server, the language server, content systems, engines."""
