"""A worker that indexes texts, one index per session, and answers questions about them.

`worker` has the commands; the rest knows nothing of the pool and can be used and tested without it.
"""
