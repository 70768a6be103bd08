"""The verbs of this room, by subject: attempts, sessions, passwords, links, second_factor, roles."""
