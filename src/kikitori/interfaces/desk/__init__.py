"""Interface room: desk."""
