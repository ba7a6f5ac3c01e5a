"""The e-book: a handout to an EPUB 3.3 file, checked."""
