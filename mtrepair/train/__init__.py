"""Training: recipes, token packs, one plain loop, export."""
