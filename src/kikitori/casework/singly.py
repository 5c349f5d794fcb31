"""Singly: a step of a round over many complaints, in a transaction of its own, so that none holds up the others."""

import logging
from collections.abc import Callable

from django.db import OperationalError

from kikitori.casework.errors import CaseworkError
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.people.actor import Actor

logger = logging.getLogger(__name__)
#: What stands in the place of a request's id in the database session.
UNASKED = "sweep"


def done_singly(actor: Actor, verb: Callable[[], object]) -> bool:
    """Take one step, signed by `actor`. A refusal or a fault is logged and answered with False.

    Raises OperationalError: the database is gone, and so it will be for the others.
    """
    try:
        with signed_transaction(actor.signature, UNASKED):
            verb()
    except (CaseworkError, StepNotPossible) as refusal:
        logger.info("not swept", extra={"why": type(refusal).__name__})
        return False
    except OperationalError:
        raise
    except Exception:
        logger.exception("not swept")
        return False
    return True
