"""The analytics on one's own files: tables in, tables out, many series at once."""
