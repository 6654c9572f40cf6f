//! The reader's settings. `Config::read` refuses what it does not know, with file, line and the nearest right name.
