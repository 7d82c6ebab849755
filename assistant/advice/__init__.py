"""Assessment, offers, the fork and other pure rules over facts."""
