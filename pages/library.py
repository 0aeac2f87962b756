from annotator.ui import shell

shell.guard(__file__)
