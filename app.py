"""Gloss in the browser: streamlit run app.py."""

import streamlit as st

from annotator.ui import shell

st.set_page_config(page_title="Gloss", page_icon=str(shell.ICON), layout="wide")
st.session_state["_shell"] = True

page = st.navigation(
    [
        st.Page("pages/read.py", title="Read", icon=":material/menu_book:", default=True),
        st.Page("pages/library.py", title="Library", icon=":material/library_books:"),
        st.Page("pages/entities.py", title="Entities", icon=":material/groups:"),
        st.Page("pages/evaluate.py", title="Evaluate", icon=":material/straighten:"),
    ],
    position="top",
)
if goto := st.session_state.pop("_goto", None):
    st.switch_page(goto[0], query_params=goto[1])

shell.sync()
page.run()
shell.project().background.ensure()
