"""Bytes over the wire. The only home of httpx and websockets."""
