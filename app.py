"""Gloss in the browser: streamlit run app.py."""

import streamlit as st

from annotator.ui import counting, shell

st.set_page_config(page_title="Gloss", layout="wide")
st.session_state["_shell"] = True

page = st.navigation(
    [
        st.Page("pages/read.py", title="Read", default=True),
        st.Page("pages/library.py", title="Library"),
        st.Page("pages/entities.py", title="Entities"),
        st.Page("pages/voices.py", title="Voices"),
        st.Page("pages/names.py", title="Names"),
        st.Page("pages/review.py", title="Review"),
        st.Page("pages/evaluate.py", title="Evaluate"),
    ],
    position="top",
)
if goto := st.session_state.pop("_goto", None):
    st.switch_page(goto[0], query_params=goto[1])

shell.sync()
page.run()
shell.project().see_to()
counting.warm(shell.project().store)
