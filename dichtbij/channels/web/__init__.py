"""The website's chat: Rasa's socket.io protocol, plus signed sessions, acknowledgements and replay."""
