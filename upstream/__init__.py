"""What the platform's REST API says."""
