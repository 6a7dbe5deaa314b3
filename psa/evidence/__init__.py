"""How often each method is right: made worlds of which the truth is known, and real series played again."""
