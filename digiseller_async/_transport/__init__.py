"""Exchange one HTTP request for one response; the only package that imports httpx."""
