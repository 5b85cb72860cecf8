"""The thirteen packages the project stands on: what is installed, and what is imported."""

FIXED = {
    "fastapi": "fastapi",
    "langchain": "langchain",
    "langchain-openai": "langchain_openai",
    "langgraph": "langgraph",
    "pandas": "pandas",
    "python-telegram-bot": "telegram",
    "qdrant-client": "qdrant_client",
    "scikit-learn": "sklearn",
    "sse-starlette": "sse_starlette",
    "statsmodels": "statsmodels",
    "twilio": "twilio",
    "unstructured": "unstructured",
    "xgboost": "xgboost",
}
