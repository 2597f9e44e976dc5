"""Questions in Chinese and English, read into a visible query and answered from the graph."""
