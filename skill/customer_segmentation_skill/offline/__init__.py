"""The offline brain: a chat model of rules that understands and answers without a language model."""
