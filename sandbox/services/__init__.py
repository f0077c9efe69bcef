"""What vendors want to know before an order, and what they give once it is carried out."""
