"""What an office knows: the domain, in the domain's words. No LINE, no store, no clock: `now` is an argument."""
