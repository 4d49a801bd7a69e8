"""Charts as drawings: a plot and a theme -> a Vega-Lite specification -> SVG, for HTML, PDF, and Word where it must be."""

from publisher.exporters.charts.drawing import chart_size, drawn_chart, narrow_chart

__all__ = ["chart_size", "drawn_chart", "narrow_chart"]
