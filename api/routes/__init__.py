"""One file a kind of thing; every route is thin: read the request, ask kg, show the answer."""
