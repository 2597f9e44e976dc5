"""The `qipan` command, apart from what needs HTTP or pictures (`api.cli` adds that).

Exit status 0: done. 1: some input was rejected or the graph has no answer. 2: unusable arguments. Results go to
standard output, everything said to a person goes to standard error, each problem on one line: what, and what instead.
"""
