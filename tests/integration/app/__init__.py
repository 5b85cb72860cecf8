"""The joined app: HTTP and the command line."""
