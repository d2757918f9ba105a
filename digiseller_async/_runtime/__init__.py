"""Make a call of one exchange: admission, rate limit, token, retries and deadline."""
