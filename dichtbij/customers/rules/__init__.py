"""Pure rules: arithmetic and policy, with nothing of the outside world in them."""
