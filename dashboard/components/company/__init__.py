"""The pages of the partner's company, drawn."""
