"""A picture of every page, at every width and in both themes: `make screenshots`."""
