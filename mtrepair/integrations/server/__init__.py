"""`mtrepair serve`: LanguageTool's protocol, LibreTranslate's, and our own, over HTTP."""
