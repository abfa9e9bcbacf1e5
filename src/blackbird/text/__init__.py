"""Pure functions over text: sentences, passages, language, main text, addresses."""
