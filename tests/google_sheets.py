"""A stand-in for Google Sheets on this machine: exports of public links and the documented interface, version 4.

https://developers.google.com/workspace/sheets/api/reference/rest
"""

import csv
import io
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from receiving_server import receiving

ID = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ_0123456789-abcde"
LINK = f"https://docs.google.com/spreadsheets/d/{ID}/edit"
_RANGE = re.compile(
    r"(?:'(?P<tab>(?:[^']|'')*)'!)?(?P<first>[A-Z]+)(?P<top>\d*):(?P<last>[A-Z]+)(?P<end>\d*)"
)


@dataclass
class Tab:
    """A tab: its cells as they are kept and, where that differs, as they are shown."""

    gid: int
    title: str
    values: list
    shown: list | None = None
    hidden: bool = False


@dataclass
class Document:
    title: str = "Corner shop"
    tabs: list = field(default_factory=list)
    public: bool = True
    shared: bool = True

    def tab(self, gid):
        return next((tab for tab in self.tabs if str(tab.gid) == gid), None)


class Google:
    """What is answered: ``document`` at ``ID``; ``first`` are answers that come before any other."""

    def __init__(self, receiver):
        self.document = Document()
        self.first = []
        self.tokens = 0
        self.receiver = receiver
        self.url = f"http://127.0.0.1:{receiver.port}"
        receiver.answer = self._answer

    @property
    def paths(self):
        return [one.path for one in self.receiver.received]

    def _answer(self, received):
        if self.first and "/token" not in received.path:
            return self.first.pop(0)
        to = urlsplit(received.path)
        asked = parse_qs(to.query)
        if to.path == "/token":
            self.tokens += 1
            token = {"access_token": "ya29.of-the-test", "expires_in": 3600, "token_type": "Bearer"}
            return _json(200, token)
        if to.path.endswith("/export"):
            return self._export(to.path, asked)
        if to.path.startswith("/content/"):
            tab = self.document.tab(to.path.removeprefix("/content/"))
            rows = _cut(tab.shown or tab.values, asked.get("range", ["A1:ZZ"])[0])
            name = f'attachment; filename="{self.document.title} - {tab.title}.csv"'
            return 200, {"Content-Type": "text/csv", "Content-Disposition": name}, _csv(rows)
        if not to.path.startswith("/v4/spreadsheets/"):
            return 200, {"Content-Type": "text/html; charset=utf-8"}, b"<!doctype html><title>Sign in</title>"
        return self._interface(unquote(to.path), asked, received.headers)

    def _export(self, path, asked):
        if ID not in path:
            return 404, {"Content-Type": "text/html"}, b"<html>not found</html>"
        if not self.document.public:
            return 302, {"Location": f"{self.url}/v3/signin/identifier?continue=x"}, b""
        tab = self.document.tab(asked.get("gid", [str(self.document.tabs[0].gid)])[0])
        if tab is None:
            return 400, {"Content-Type": "text/html"}, b"<html>bad request</html>"
        cells = f"?range={asked['range'][0]}" if "range" in asked else ""
        return 307, {"Location": f"{self.url}/content/{tab.gid}{cells}"}, b""

    def _interface(self, path, asked, headers):
        if headers.get("authorization", headers.get("Authorization")) != "Bearer ya29.of-the-test":
            return _problem(401, "UNAUTHENTICATED")
        if ID not in path:
            return _problem(404, "NOT_FOUND")
        if not self.document.shared:
            return _problem(403, "PERMISSION_DENIED")
        if path.endswith("/values:batchGet"):
            return self._values(asked)
        return _json(
            200, {"properties": {"title": self.document.title}, "sheets": [*map(_tab, self.document.tabs)]}
        )

    def _values(self, asked):
        found = []
        for name in asked["ranges"]:
            tab, cells = name.rpartition("!")[::2]
            tab = tab[1:-1].replace("''", "'")
            rows = next((one.values for one in self.document.tabs if one.title == tab), None)
            if rows is None or not _RANGE.fullmatch(cells):
                return _problem(400, "INVALID_ARGUMENT")
            if asked["valueRenderOption"] != ["UNFORMATTED_VALUE"]:
                return _problem(400, "INVALID_ARGUMENT")
            rows = [_trimmed(row) for row in _cut(rows, cells)]
            while rows and not rows[-1]:
                rows.pop()
            found.append({"range": name, "majorDimension": "ROWS", **({"values": rows} if rows else {})})
        return _json(200, {"spreadsheetId": ID, "valueRanges": found})


def _tab(tab):
    grid = {"rowCount": len(tab.values) + 100, "columnCount": max(map(len, tab.values), default=1) + 3}
    told = {"sheetId": tab.gid, "title": tab.title, "sheetType": "GRID", "gridProperties": grid}
    return {"properties": {**told, **({"hidden": True} if tab.hidden else {})}}


def _cut(rows, cells):
    found = _RANGE.fullmatch(cells)
    top, end = int(found["top"] or 1), int(found["end"] or 10**9)
    return [row[_number(found["first"]) : _number(found["last"]) + 1] for row in rows[top - 1 : end]]


def _number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _trimmed(row):
    """Leave out the empty cells at the end, as the interface does."""
    row = list(row)
    while row and row[-1] == "":
        row.pop()
    return row


def _csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _json(status, content):
    return status, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(content).encode()


def _problem(status, name):
    return _json(status, {"error": {"code": status, "message": f"told by Google: {name}", "status": name}})


@contextmanager
def google_sheets():
    """Give a stand-in that answers until the block ends."""
    with receiving() as receiver:
        yield Google(receiver)
