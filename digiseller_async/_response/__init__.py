"""Turn a response into the payload of a call, or into the error that it means."""
