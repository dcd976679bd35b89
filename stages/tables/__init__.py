"""What the tables and records in metrics/ and plots/ hold, declared once for writers and readers.

evaluate.py, sensitivity.py, study.py, gallery.py and people.py declare what the stage of that name
writes; table.py has the writer and the reader of all tables, record.py those of all JSON records.
"""
