"""A shop's own data: checked row by row, good rows kept, bad rows put aside with a reason."""
