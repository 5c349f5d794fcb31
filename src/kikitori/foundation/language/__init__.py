"""Language: text, names and contact points as people really write them.

bilingual (one thing said in ja and en), text (storable, foldable, excerpted), names (kana and variants),
contact (mail, telephone, postcode). Pure Python: no Django, nothing of ours outside this folder.
"""
