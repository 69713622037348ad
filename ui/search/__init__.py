"""The search page: gradio's controls, and the HTML that answers a search. ``/search`` shares it."""
