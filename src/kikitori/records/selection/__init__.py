"""Selection (抽出): which complaints are meant, said in conditions that people can put together and keep.

Above the aspect rooms, because a condition may speak of any of them; may import them, complaints, people, foundation.
`terms`, `conditions` and `day_words` are pure.
"""
