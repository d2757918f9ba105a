"""What an answer means for the call: done, done in part, contradictory, or as it came."""
