"""One file or folder per network. Requests go out, model comes in. Networks do not know each other."""
