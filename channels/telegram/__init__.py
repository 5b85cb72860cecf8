"""Telegram: what a person writes to the bot, and what the bot sends."""
