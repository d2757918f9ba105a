"""The web page that shows the sandbox in a browser."""
