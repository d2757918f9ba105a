"""Share tokens and a rate limit by Redis; `digiseller_async.redis` has the public names."""
