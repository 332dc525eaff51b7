"""`mtrepair lsp`: findings and fixes in editors that speak the Language Server Protocol."""
