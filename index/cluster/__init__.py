"""A build on several machines, or in several processes of one: Ray's actors read and embed.

``connecting`` finds or starts a cluster, ``cluster`` is its work for one build, ``pool`` hands
items to actors and does again what a lost one had, ``workers`` is what an actor does, ``readings``
keeps the plans that were read until the index is in force, ``encoder`` embeds with the batches that
a build without Ray would make.

Ray's actors and not Ray Data: a pool of Ray Data ends with its pass, and so the model would be
loaded anew for every group of passages; and it gives a file that kills its reader to the next one
without end.
"""

from index.cluster.cluster import Cluster
from index.cluster.connecting import connect

__all__ = ["Cluster", "connect"]
