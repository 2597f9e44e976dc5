"""Qipan as a library: read articles, keep them in a graph, ask it.

`kg.extract.extract` reads one article, `kg.store.open_store` keeps many, and the store's `graph()` answers
(`kg.graph.Graph`). Importing this package reads no file and loads no model.
"""
