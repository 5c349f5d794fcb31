"""The steps (動作) as forms: what is asked, what the button says, which verb it calls.

One class per step, a few classes per module; table.py lists them all under the word of their address.
A form decides nothing: whether a step is possible is asked of the lifecycle, the policy and the verb.
"""
