"""Tables from outside: a workbook or a CSV file becomes rows, within bounds, or is refused with a sentence."""

from trainee_app.tables.reading import read_tables
from trainee_app.tables.sheets import USUAL_LIMITS, Cell, FileUnreadable, Limits, Sheet

__all__ = ["USUAL_LIMITS", "Cell", "FileUnreadable", "Limits", "Sheet", "read_tables"]
