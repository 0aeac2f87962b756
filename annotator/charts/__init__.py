"""Counted tables as charts: the numbers stand beside the marks, so no grid is needed.

Neither background nor text has a colour of its own: both follow the page, light or dark. Colours
of labels are those of the highlighted text; a chart is told with ``dark`` which shade to use.
"""

from annotator.charts.company import company_chart as company_chart
from annotator.charts.company import cues_chart as cues_chart
from annotator.charts.company import silence_chart as silence_chart
from annotator.charts.estimates import estimates_chart as estimates_chart
from annotator.charts.news import labels_chart as labels_chart
from annotator.charts.news import names_chart as names_chart
from annotator.charts.over_time import rising_chart as rising_chart
from annotator.charts.over_time import time_chart as time_chart
from annotator.charts.progress import progress_chart as progress_chart
from annotator.charts.scores import agreement_chart as agreement_chart
from annotator.charts.scores import confusion_chart as confusion_chart
from annotator.charts.scores import figures_chart as figures_chart
from annotator.charts.voices import concentration_chart as concentration_chart
from annotator.charts.voices import kinds_over_time_chart as kinds_over_time_chart
from annotator.charts.voices import sourcing_chart as sourcing_chart
from annotator.charts.voices import speakers_chart as speakers_chart
