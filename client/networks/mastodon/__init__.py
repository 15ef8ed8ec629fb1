"""The Mastodon API as Mastodon, GoToSocial, Pleroma, Akkoma, Pixelfed, Friendica, Iceshrimp and Sharkey speak it."""
