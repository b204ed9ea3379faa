"""The reference pages as Markdown: one per kind, and pages of functions, configuration and effects."""
