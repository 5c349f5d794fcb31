"""Tables that can be thrown away and made again."""
