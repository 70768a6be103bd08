"""Tables from outside: a workbook or a CSV file becomes rows, within bounds, or is refused with a sentence. And tables
for outside, in portions."""

from trainee_app.tables.reading import read_tables
from trainee_app.tables.sheets import USUAL_LIMITS, Cell, FileUnreadable, Limits, Sheet
from trainee_app.tables.writing import CSV_TYPE, csv_portions, harmless

__all__ = [
    "CSV_TYPE",
    "USUAL_LIMITS",
    "Cell",
    "FileUnreadable",
    "Limits",
    "Sheet",
    "csv_portions",
    "harmless",
    "read_tables",
]
