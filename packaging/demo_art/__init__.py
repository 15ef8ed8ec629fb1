"""How the pictures of the demo town are drawn: flat shapes, the same bytes each time."""
