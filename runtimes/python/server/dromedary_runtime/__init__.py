"""The Python runtime of Dromedary: serves one function over HTTP. See ../../README.md for how its parts work together."""
