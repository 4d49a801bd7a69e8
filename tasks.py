"""The commands for `inv`: `inv build` is the same as `publisher build`."""

from publisher.tasks import ns

__all__ = ["ns"]
