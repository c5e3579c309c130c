"""What minorcare costs beside hand-written code that does the same duty on the same file, in one process and one run.

``python -m benchmarks`` prints ratios, not times: they survive a change of machine. The budgets are those of the architecture page.
"""
