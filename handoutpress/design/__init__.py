"""How it looks: theme, fonts, palette and style sheets, and the HTML that a handout becomes."""
