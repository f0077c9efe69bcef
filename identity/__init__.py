"""What an identity provider says: its addresses, its keys, and whom it vouches for."""
