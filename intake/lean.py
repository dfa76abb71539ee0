"""What libraries load that nobody here asks for. To be imported before them."""

import os

# Only single characters are looked up by sound: without its dictionary of phrases, pypinyin takes 45 MB less
# in every process (pypinyin's questions and answers, on memory).
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
