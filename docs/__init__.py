"""Pictures of what the exporters make."""
