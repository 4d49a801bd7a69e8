"""Files of data: JSON, Excel, Parquet and SQLite, and queries over them and over CSV."""

from publisher.reader.data.frames import Frame, Scalar
from publisher.reader.data.loading import check_options, frame_of, is_data

__all__ = ["Frame", "Scalar", "check_options", "frame_of", "is_data"]
