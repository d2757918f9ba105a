"""Make the same call many times: a bounded number at once, resumable, and none of them twice."""
