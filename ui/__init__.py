"""The page: what the index finds and what plans commit to, to be read, checked, cited, taken away.

- ``search``: the search page, gradio's, and the HTML that answers a search;
- ``views``: all other views, made on the server, without a script: ``views.routes`` names them;
- ``programs``: the same calls for programs;
- ``server``: who is let in, and how the whole is served.

What they share stands beside them: texts in both languages, addresses, citations, the look. Only
this package and ``app.py`` know gradio.
"""
