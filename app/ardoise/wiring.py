"""The one place that names concrete classes: `build(settings)` puts the real actors together."""
