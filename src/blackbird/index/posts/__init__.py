"""The words of live posts, in parts by time: old parts are dropped whole."""
