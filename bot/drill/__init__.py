"""A load drill of an opening: invented parents in a database of its own, made for it and thrown away."""
