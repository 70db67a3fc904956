"""A small shop, and a conversation with the offline brain over its tools."""

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.render import Renderer
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.agent.run_tools import RunTools
from customer_segmentation_skill.agent.session import Session, ToolUse
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.config import OFFLINE, Brain
from customer_segmentation_skill.offline.brain import OfflineBrain

HEADERS = [
    "order_ref",
    "basket_no",
    "client_no",
    "created",
    "product",
    "category",
    "country",
    "channel",
    "warehouse",
    "amount",
]
COUNTRIES = ["Germany", "Germany", "France", "Austria"]
PRODUCTS = [("Bowl", "Tableware"), ("Candle", "Scents"), ("Lamp", "Light")]
LAST = date(2024, 12, 30)


def write_shop(path: Path, customers: int = 160) -> Path:
    """Write two years of orders: from many recent buyers to some who bought once long ago."""
    rows = []
    for customer in range(customers):
        orders = 1 + (customer * 7) % 9
        silent = (customer * 13) % 400
        for order in range(orders):
            day = LAST - timedelta(days=silent + order * 31)
            product, category = PRODUCTS[(customer + order) % 3]
            amount = 20 + (customer * 3 + order * 5) % 60 + (4_000 if customer == 11 else 0)
            number = f"S{customer:04d}{order:02d}"
            country, channel = COUNTRIES[customer % 4], ("web", "shop")[order % 2]
            basket, client = f"B{customer:04d}{order // 2}", f"C{customer:04d}"
            what = [product, category, country, channel, ("Light", "Dark")[customer % 2], f"{amount}.50"]
            rows.append([number, basket, client, day.isoformat(), *what])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    return path


class Talk:
    """A conversation: what is said, which tools are called, what is answered."""

    def __init__(self, workspace, language="en"):
        self.workspace = workspace
        self.language = language
        self.messages = []
        self.calls = []
        self.prose = ""

    def say(self, text):
        """Say something and return the rendered reply; tools run as in the graph."""
        typed = self.workspace.typed | frozenset(sources_in(text))
        session = Session(self.workspace.with_(typed=typed), self.language, Brain(OFFLINE))
        tools = RunTools(session)
        self.workspace.journal.ask(self.workspace.thread, "test", text)
        self.messages.append(HumanMessage(text, id=f"m{len(self.messages)}"))
        self.calls = []
        answer = self._answer()
        while answer.tool_calls:
            for call in answer.tool_calls:
                self.calls.append((call["name"], call["args"]))
                content, artifact = tools._run(ToolUse(call["name"], call["args"]), call["id"])
                self.messages.append(
                    ToolMessage(content, artifact=artifact, name=call["name"], tool_call_id=call["id"])
                )
            answer = self._answer()
        self.prose = str(answer.text)
        return Renderer(ThreadLedger(self.workspace), self.language).text(self.prose)

    def _answer(self):
        answer = OfflineBrain(workspace=self.workspace, language=self.language).invoke(self.messages)
        self.messages.append(answer)
        return answer

    def problems(self):
        """Return what the guard would mark in the last reply of the offline brain."""
        spoken_by_templates = {ProblemKind.BARE_NUMBER, ProblemKind.COMPARISON}
        found = check(self.prose, ThreadLedger(self.workspace))
        return [problem for problem in found if problem.kind not in spoken_by_templates]


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    return write_shop(tmp_path_factory.mktemp("shop") / "orders.csv")


@pytest.fixture(scope="session")
def analysed_root(shop, tmp_path_factory):
    """A workspace in which the shop was analysed."""
    root = tmp_path_factory.mktemp("analysed") / "workspace"
    workspace = Workspace.open(root).with_(typed=frozenset({str(shop)}))
    Talk(workspace).say(f'/customer-segmentation "{shop}"')
    return root


@pytest.fixture
def fresh(tmp_path, shop):
    """A conversation in an empty workspace."""
    return Talk(Workspace.open(tmp_path / "workspace").with_(typed=frozenset({str(shop)})))


@pytest.fixture
def talk(tmp_path, shop, analysed_root):
    """A conversation after the shop was analysed."""
    root = tmp_path / "workspace"
    shutil.copytree(analysed_root, root)
    return Talk(Workspace.open(root).with_(typed=frozenset({str(shop)})))


@pytest.fixture
def chinese(talk):
    """The same conversation in Chinese."""
    talk.language = "zh"
    return talk
