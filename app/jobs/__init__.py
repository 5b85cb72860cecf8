"""What a worker does from time to time: each job one file, all listed here."""

from app.jobs.job import Job
from app.jobs.prune import PRUNE

JOBS: tuple[Job, ...] = (PRUNE,)
