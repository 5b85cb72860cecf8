"""Who would buy what somebody makes: for one offer in a chat, and for many sellers at once."""
