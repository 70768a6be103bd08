"""The trail: everything that happened, in a chain that shows when somebody has altered it."""
