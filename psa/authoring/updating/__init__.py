"""Take a release into a framework: compared with what is there, looked at, then written in one step."""
