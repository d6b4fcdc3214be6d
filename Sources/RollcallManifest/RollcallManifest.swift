// The manifest reader.
