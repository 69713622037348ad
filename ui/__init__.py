"""The page: what the index finds, shown so that a person can read, check and cite it.

``page`` lays it out, ``responses`` answers a search, ``cards`` and its neighbours write the HTML.
Only this package and ``app.py`` know gradio.
"""
