"""How well predicted annotations agree with gold.

counts ──► entities      SemEval 2013's schemes, confusion between labels
      └──► quotes ──► quote_scores      content by overlap, cue, kind, speaker
"""

from annotator.evaluation.counts import Counts as Counts
from annotator.evaluation.counts import over_articles as over_articles
from annotator.evaluation.counts import total as total
from annotator.evaluation.entities import entity_counts as entity_counts
from annotator.evaluation.quotes import Pair as Pair
from annotator.evaluation.quotes import match_quotes as match_quotes
from annotator.evaluation.quotes import overlap as overlap
from annotator.evaluation.quotes import quote_counts as quote_counts
