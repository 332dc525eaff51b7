"""`mtrepair batch`: archives of a million articles, exactly once, resumable."""
