"""The only part that imports streamlit: the shell around every page, and the reader."""
