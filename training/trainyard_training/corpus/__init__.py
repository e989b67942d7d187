"""From packages of Khmer text to a corpus folder with tokenizer, ids and manifest."""
