"""The page's look: fonts of the reader's own system, no request for any other."""

from pathlib import Path

import gradio as gr

_FOLDER = Path(__file__).parent / "static"

FONTS = (
    "system-ui",
    "-apple-system",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
"""Strings, not gradio's font objects: those would be fetched."""

MONOSPACE_FONTS = ("ui-monospace", "Consolas", "Menlo", "Noto Sans Mono CJK SC", "monospace")


def make_theme() -> gr.themes.Base:
    """Return the theme; the colours that all views share stand in ``static/colours.css``."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=FONTS,
        font_mono=MONOSPACE_FONTS,
    )
    return theme.set(
        body_background_fill="var(--lt-page)",
        body_background_fill_dark="var(--lt-page)",
        body_text_color="var(--lt-text)",
        body_text_color_dark="var(--lt-text)",
        body_text_color_subdued="var(--lt-muted)",
        body_text_color_subdued_dark="var(--lt-muted)",
        block_background_fill="var(--lt-card)",
        block_background_fill_dark="var(--lt-card)",
        block_label_text_color="var(--lt-muted)",
        block_label_text_color_dark="var(--lt-muted)",
        block_title_text_color="var(--lt-text)",
        block_title_text_color_dark="var(--lt-text)",
        block_info_text_color="var(--lt-muted)",
        block_info_text_color_dark="var(--lt-muted)",
        border_color_primary="var(--lt-line)",
        border_color_primary_dark="var(--lt-line)",
        input_background_fill="var(--lt-field)",
        input_background_fill_dark="var(--lt-field)",
        input_border_color="var(--lt-edge)",
        input_border_color_dark="var(--lt-edge)",
        input_placeholder_color="var(--lt-muted)",
        input_placeholder_color_dark="var(--lt-muted)",
        button_primary_background_fill="var(--lt-accent)",
        button_primary_background_fill_dark="var(--lt-accent)",
        button_primary_background_fill_hover="var(--lt-accent-strong)",
        button_primary_background_fill_hover_dark="var(--lt-accent-strong)",
        button_primary_text_color="var(--lt-on-accent)",
        button_primary_text_color_dark="var(--lt-on-accent)",
        button_secondary_background_fill="var(--lt-card)",
        button_secondary_background_fill_dark="var(--lt-card)",
        button_secondary_text_color="var(--lt-text)",
        button_secondary_text_color_dark="var(--lt-text)",
    )


def read_head() -> str:
    """Return what goes into the page's head: style and script, so that nothing flashes up bare."""
    style = "".join(read_static(name) for name in ("colours.css", "common.css", "search.css"))
    script = "".join(read_static(name) for name in ("common.js", "search.js"))
    return f"<style>\n{style}</style>\n<script>\n{script}</script>"


def read_static(name: str) -> str:
    """Return a file of ``static``, as text."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def icon_path() -> Path:
    """Return the file that browsers show beside the page's title."""
    return _FOLDER / "icon.svg"
