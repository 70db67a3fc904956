"""A stand-in for Klaviyo on this machine: its documented calls, errors, jobs and limits, over ``receiving_server``.

What it is sent must be what the library's own models take; what it answers has the shapes that they describe.
"""

import json
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from receiving_server import receiving

REVISION = "2026-10-15"
_HEADERS = {"Content-Type": "application/vnd.api+json"}
_AT = "2026-01-01T00:00:00+00:00"


class KlaviyoAccount:
    """An account and what happens in it.

    Attributes:
        key: The key that opens it.
        lists: Names of lists by id; ``members``: e-mail addresses on each.
        profiles: What is known of each address: attributes and ``subscriptions``.
        malformed: Addresses that are refused with a pointer; ``failing``: those that an import does not take, with a code.
        unnamed: How many of a job fail without an error that names them.
        looks: How often a job is looked at before it is complete.
        page: Most entries on a page.
        limits: Answers given first, as pairs of status and headers.
        starting: What answers an import.
    """

    def __init__(self, key):
        self.key = key
        self.lists, self.members, self.profiles, self.jobs = {}, {}, {}, {}
        self.malformed, self.failing = {}, {}
        self.unnamed, self.looks, self.page = 0, 1, 100
        self.limits, self.calls, self.subscriptions = [], [], []
        self.starting = self.start
        self.problems = []

    def answer(self, received):
        parts = urlsplit(received.path)
        name = f"{received.method} {parts.path.strip('/')}"
        self.calls.append(name)
        try:
            return self._served(received, parts)
        except Exception as problem:  # A thread of the server would keep it to itself.
            self.problems.append(problem)
            raise

    def _served(self, received, parts):
        if self.limits:
            status, headers = self.limits.pop(0)
            return _errors(status, [_error("throttled", "Request was throttled.")], headers)
        if received.headers.get("Authorization") != f"Klaviyo-API-Key {self.key}":
            return _errors(401, [_error("not_authenticated", f"Bad key {received.headers['Authorization']}")])
        assert received.headers.get("revision") == REVISION
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = json.loads(received.body) if received.body else {}
        for (method, start, end), serve in _CALLS.items():
            path = parts.path.rstrip("/")
            if received.method == method and path.startswith(start) and path.endswith(end):
                return serve(self, path.removeprefix(start).removesuffix(end).strip("/"), query, body)
        return _errors(404, [_error("not_found", "No such call")])

    def start(self, _, __, body):
        from openapi_client.models.profile_import_job_create_query import ProfileImportJobCreateQuery

        _taken_by(ProfileImportJobCreateQuery, body)
        profiles = [one["attributes"] for one in body["data"]["attributes"]["profiles"]["data"]]
        wrong = _pointed(profiles, self.malformed)
        if wrong:
            return _errors(400, wrong)
        named = {one["email"]: self.failing[one["email"]] for one in profiles if one["email"] in self.failing}
        lists = [one["id"] for one in body["data"].get("relationships", {}).get("lists", {}).get("data", [])]
        taken = [one for one in profiles if one["email"] not in named]
        for one in taken:
            self.profiles.setdefault(one["email"], {}).update(one)
            for identity in lists:
                self.members[identity].add(one["email"])
        job = f"job-{len(self.jobs) + 1}"
        failed = [one for one in profiles if one["email"] in named]
        self.jobs[job] = {"looks": 0, "taken": taken, "failed": failed, "total": len(profiles)}
        return _json(202, {"data": self._told(job)})

    def _told(self, job):
        kept = self.jobs[job]
        done = kept["looks"] >= self.looks
        attributes = {
            "status": "complete" if done else "processing",
            "created_at": _AT,
            "total_count": kept["total"],
            "completed_count": kept["total"] - len(kept["failed"]) if done else 0,
            "failed_count": len(kept["failed"]) + self.unnamed if done else 0,
        }
        links = {"self": f"https://a.klaviyo.com/api/profile-bulk-import-jobs/{job}"}
        return {"type": "profile-bulk-import-job", "id": job, "attributes": attributes, "links": links}

    def look(self, job, _, __):
        if job not in self.jobs:
            return _errors(404, [_error("not_found", "A job does not exist")])
        self.jobs[job]["looks"] += 1
        return _json(200, {"data": self._told(job)})

    def errors(self, job, query, _):
        told = [
            {
                "type": "import-error",
                "id": f"{job}-{number}",
                "attributes": {
                    "code": self.failing[one["email"]],
                    "title": "Invalid input.",
                    "detail": f"{one['email']} cannot be taken",
                    "source": {"pointer": f"/data/attributes/profiles/data/{number}/attributes/email"},
                    "original_payload": one,
                },
            }
            for number, one in enumerate(self.jobs[job]["failed"])
        ]
        return self._page(told, query, f"profile-bulk-import-jobs/{job}/import-errors")

    def taken(self, job, query, _):
        assert query["additional-fields[profile]"] == "subscriptions"
        told = [
            {"type": "profile", "id": one["email"], "attributes": self.profiles[one["email"]]}
            for one in self.jobs[job]["taken"]
        ]
        return self._page(told, query, f"profile-bulk-import-jobs/{job}/profiles")

    def _page(self, entries, query, path):
        size = min(int(query["page[size]"]), self.page)
        start = int(query.get("page[cursor]", 0))
        more = f"https://a.klaviyo.com/api/{path}?page%5Bcursor%5D={start + size}&page%5Bsize%5D={size}"
        links = {"self": path, "next": more if start + size < len(entries) else None}
        return _json(200, {"data": entries[start : start + size], "links": links})

    def listed(self, _, query, __):
        wanted = query["filter"].removeprefix('equals(name,"').removesuffix('")')
        found = [
            {"type": "list", "id": identity, "attributes": {"name": name}}
            for identity, name in self.lists.items()
            if name == wanted
        ]
        return _json(200, {"data": found, "links": {}})

    def make_list(self, _, __, body):
        from openapi_client.models.list_create_query import ListCreateQuery

        _taken_by(ListCreateQuery, body)
        identity = f"L{len(self.lists) + 1}"
        self.lists[identity] = body["data"]["attributes"]["name"]
        self.members[identity] = set()
        return _json(
            201, {"data": {"type": "list", "id": identity, "attributes": body["data"]["attributes"]}}
        )

    def subscribe(self, _, __, body):
        from openapi_client.models.subscription_create_job_create_query import (
            SubscriptionCreateJobCreateQuery,
        )

        _taken_by(SubscriptionCreateJobCreateQuery, body)
        people = [one["attributes"] for one in body["data"]["attributes"]["profiles"]["data"]]
        wrong = _pointed(people, self.malformed)
        if wrong:
            return _errors(400, wrong)
        self.subscriptions.append(body["data"])
        by_phone = {one.get("phone_number"): mail for mail, one in self.profiles.items()}
        for one in people:
            (channel,) = one["subscriptions"]
            mail = one.get("email") or by_phone[one["phone_number"]]
            marketing = {"consent": "SUBSCRIBED", "can_receive_email_marketing": True}
            self.profiles[mail]["subscriptions"] = {channel: {"marketing": marketing}}
        return 202, {}, b""

    def subscribed(self):
        """Return the addresses that are subscribed to something."""
        return {
            mail
            for mail, one in self.profiles.items()
            for channel in (one.get("subscriptions") or {}).values()
            if channel["marketing"]["consent"] == "SUBSCRIBED"
        }


_JOB = "/api/profile-bulk-import-jobs"
_CALLS = {
    ("GET", _JOB, "/import-errors"): KlaviyoAccount.errors,
    ("GET", _JOB, "/profiles"): KlaviyoAccount.taken,
    ("GET", _JOB, ""): KlaviyoAccount.look,
    ("POST", _JOB, ""): lambda account, *asked: account.starting(*asked),
    ("GET", "/api/lists", ""): KlaviyoAccount.listed,
    ("POST", "/api/lists", ""): KlaviyoAccount.make_list,
    ("POST", "/api/profile-subscription-bulk-create-jobs", ""): KlaviyoAccount.subscribe,
}


def _taken_by(model, body):
    """Check that the library's model knows all of what was sent."""
    assert _is_within(body, model.from_dict(body).to_dict()), body


def _is_within(part, whole):
    if isinstance(part, dict):
        return all(name in whole and _is_within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(_is_within, part, whole))
    return part == whole


def _pointed(profiles, malformed):
    return [
        _error(
            malformed[one["email"]],
            f"{one['email']} is not valid",
            f"/data/attributes/profiles/data/{place}/attributes/email",
        )
        for place, one in enumerate(profiles)
        if one.get("email") in malformed
    ]


def _error(code, detail, pointer="/data"):
    return {
        "id": "e1",
        "status": 400,
        "code": code,
        "title": detail,
        "detail": detail,
        "source": {"pointer": pointer},
    }


def _errors(status, errors, headers=None):
    return status, {**_HEADERS, **(headers or {})}, json.dumps({"errors": errors}).encode()


def _json(status, body):
    return status, _HEADERS, json.dumps(body).encode()


@contextmanager
def klaviyo(key):
    """Give an account, and the receiver that stands in for Klaviyo."""
    account = KlaviyoAccount(key)
    with receiving() as receiver:
        receiver.answer = account.answer
        account.url = receiver.url.removesuffix("/hook")
        account.receiver = receiver
        yield account
        assert account.problems == []
