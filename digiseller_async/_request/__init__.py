"""Turn a row of the table and its arguments into a request that can be sent."""
