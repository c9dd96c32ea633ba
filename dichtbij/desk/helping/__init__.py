"""What helps an agent help: canned answers, suggestions, quick actions and the wrap-up."""
