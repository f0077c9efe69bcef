"""What the words of the product mean. Standard library only, no input or output."""
