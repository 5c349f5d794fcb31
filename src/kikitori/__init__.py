"""Kikitori."""
