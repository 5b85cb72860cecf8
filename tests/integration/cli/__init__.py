"""The command line, each command in a folder of its own."""
