"""Speed of the parts against peers, in one run on one machine."""
