"""The window. Draws what `client.sync` holds and asks it to act; Qt lives only here and in `client.app`."""
