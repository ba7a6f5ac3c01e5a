"""What is said: handouts, brands and editions, and the only parser that reads them."""
