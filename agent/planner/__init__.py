"""The embedded planner: from an understood message to tool calls, with no model behind it."""
