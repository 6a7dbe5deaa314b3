"""The front door: a framework, loaded and rated, with what a person asks of it by name."""
