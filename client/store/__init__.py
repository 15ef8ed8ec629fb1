"""What Belfry keeps: two SQLite files and the keyring. The only home of sqlite3 and keyring."""
