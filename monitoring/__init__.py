"""What whoever runs the portal reads of it: logs and metrics."""
