"""Schema history. Migrations import nothing of ours: a model that moves rooms must not break them."""
