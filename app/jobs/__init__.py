"""What a worker does from time to time: each job one file, all listed here."""

from app.jobs.alerts import ALERTS
from app.jobs.elasticities import ELASTICITIES
from app.jobs.feeds import FEED_FETCH, FEED_FOLDER
from app.jobs.forecasts import FORECASTS
from app.jobs.job import Job
from app.jobs.matching import MATCHING
from app.jobs.outcomes import OUTCOMES
from app.jobs.prune import PRUNE

JOBS: tuple[Job, ...] = (
    PRUNE,
    FORECASTS,
    ELASTICITIES,
    FEED_FOLDER,
    FEED_FETCH,
    ALERTS,
    OUTCOMES,
    MATCHING,
)
