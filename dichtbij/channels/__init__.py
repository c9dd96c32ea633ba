"""Ways in and out: the website (socket.io), and later WhatsApp."""
