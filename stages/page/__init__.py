"""Self-contained HTML pages of one look: light and dark, without a network, tables that sort.

frame.py fills a template of some room into templates/frame.html.j2, with the style and the table
library (vendor/) inlined; templates/parts.html.j2 has what pages are made of: figures, tables.
"""

from .frame import Pages, picture

__all__ = ["Pages", "picture"]
