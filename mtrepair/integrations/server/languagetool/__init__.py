"""LanguageTool's HTTP protocol, version 2."""
