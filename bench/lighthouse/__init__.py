"""What Lighthouse says of the pages that are opened most: `make lighthouse`."""
