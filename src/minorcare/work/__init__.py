"""What people do, as functions that take a desk. Import each by its module."""
