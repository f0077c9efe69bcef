"""Validates order attributes with the vendor: a task that begins, runs a while, and ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sandbox import vendor
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.records import Account, AsyncTask, Json, TaskStatus
from sandbox.services.provoked import BROKEN, ENDLESS, SLOW, SLOW_SECONDS, word_of
from sandbox.services.vendors import attributes_asked, check, domain_given

TASK = "validation"
OPERATION = "validate"
PENDING_TIME = timedelta(seconds=1)
RUNNING_SECONDS = 3
TECHNICAL = "The vendor does not answer"


def start(
    books: Books, account: Account, plan: Plan, resource_ids: list[int], given: Json
) -> AsyncTask:
    """Begin a validation. Where nothing has to be given it is completed at once (ORD-29)."""
    is_asked = bool(attributes_asked(books, account, plan, resource_ids))
    delay, failure = _course(books, plan, given) if is_asked else (0, "")
    task = books.add(
        AsyncTask(
            async_task_id=books.new_id(AsyncTask),
            uuid=str(uuid.uuid4()),
            reseller_id=plan.reseller_id,
            account_id=account.account_id,
            plan_id=plan.plan_id,
            plan_resource_ids=resource_ids,
            given=given,
            status=TaskStatus.PENDING,
            delay_seconds=delay,
            failure=failure,
            results=None,
            created_at=books.now,
            updated_at=books.now,
        )
    )
    if not is_asked:
        return _complete(books, task)
    books.schedule(TASK, task.async_task_id, books.now + PENDING_TIME)
    return task


def step(books: Books, async_task_id: int) -> None:
    """Take a validation its next step."""
    task = books.get(AsyncTask, async_task_id)
    if task.status is TaskStatus.PENDING:
        books.change(task, status=TaskStatus.RUNNING)
        if task.delay_seconds is not None:
            done_at = books.now + timedelta(seconds=task.delay_seconds)
            books.schedule(TASK, async_task_id, done_at)
    elif task.failure:
        books.change(task, status=TaskStatus.FAILED)
    else:
        _complete(books, task)


def _course(books: Books, plan: Plan, given: Json) -> tuple[int | None, str]:
    """Return how long a validation takes (None: for ever), and what goes wrong with it."""
    planned = vendor.take(books, OPERATION)
    if planned is not None:
        return planned.delay_seconds, planned.failure or ""
    word = word_of(domain_given(books, plan, given))
    if word == ENDLESS:
        return None, ""
    seconds = SLOW_SECONDS if word == SLOW else RUNNING_SECONDS
    return seconds, TECHNICAL if word == BROKEN else ""


def _complete(books: Books, task: AsyncTask) -> AsyncTask:
    verdict = check(books, task)
    results = {
        "valid": not verdict.problems,
        # One object of key and description for each problem; an empty one when there is none.
        "errors": [{key: text} for key, text in verdict.problems.items()] or [{}],
        "application_attributes": verdict.values,
    }
    return books.change(task, status=TaskStatus.COMPLETED, results=results)
