"""Did the government do what it promised? Load a framework, assess its indicators, write it down."""
