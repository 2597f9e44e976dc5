"""Slides: drawings as a .pptx file of PowerPoint's own shapes."""
