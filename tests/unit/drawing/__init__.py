"""The drawing room: formulas as outlines, sampling, first views, pictures."""
