"""How well documents of other places are read: metadata, targets and duties against labels."""
