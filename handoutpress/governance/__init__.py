"""What is due, signed, translated and released: the clock and the records of a library."""
