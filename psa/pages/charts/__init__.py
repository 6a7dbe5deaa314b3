"""Every chart of the pages: one file a kind, on matplotlib axes, with the text that says what it shows."""
