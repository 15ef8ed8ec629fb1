"""What lives and runs: asyncio, no Qt. Holds timelines, asks networks, keeps stores, publishes changes."""
