"""For who keeps the project: releases, licences, the picture of the imports."""
