"""Files of strangers made into text, in a child process with limits: HTML, PDF, Word."""
