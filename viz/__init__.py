"""A result in, a picture out: select what is shown, place it, draw it. Asks nothing of HTTP and writes no file."""
