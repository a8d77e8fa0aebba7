"""Speed and boundaries, measured side by side; scripts, and what tests use of them."""
