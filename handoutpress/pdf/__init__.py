"""The leaflet: HTML to a tagged PDF, finished and checked."""
