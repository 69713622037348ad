"""The paths of the views, for the doors before them."""

VIEW_PATHS = (
    r"/plan/[^/]+"
    r"|/(?:plans|compare|duties|changes|check|search|help)"
    r"|/(?:compare|duties)\.(?:csv|xlsx)"
    r"|/help/[a-z]+"
    r"|/look/[\w.-]+"
)
"""A regular expression of all of them, in Chinese; those in English have ``/en`` before them."""
ADDING_PATHS = r"/plans/(?:add|add/[\w-]+|remove)"
"""The same of those that may change the collection; closed unless the program was told else."""
