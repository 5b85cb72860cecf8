"""Papers from their words: no file, no OCR."""
