"""A linear model of short Dutch texts: how intents and moods are told from the way something is written.

`features` says what the model sees of a text, `model` reads (numpy only, for every process), `training` fits (needs
scikit-learn, for `make train` alone). Imports nothing of ours.
"""
