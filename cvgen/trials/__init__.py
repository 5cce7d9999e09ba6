"""What a template is tried with: CVs that broke one before, each option at each of its values, and what is looked at.

`corpus` makes the CVs, `fields` knows whether every key is printed, `running` builds and judges. `cvgen templates test`
runs all trials.
"""

from cvgen.trials.corpus import Trial, trials_of
from cvgen.trials.running import Result, Tried, run_all, run_trial

__all__ = ["Result", "Trial", "Tried", "run_all", "run_trial", "trials_of"]
