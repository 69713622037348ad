"""The page as others meet it: who is let in, how much, by which protocol, over which index."""
