"""The town of Meerdam: a Mastodon-API server as a plain function, and its script."""
