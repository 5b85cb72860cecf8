"""Pure calculation: values in, values out."""
