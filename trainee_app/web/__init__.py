"""The web: the application object, headers, error pages, formats, the look. No domain words."""
