"""A conversation: a message in, a checked and rendered reply out, with the thread kept on disk."""

from collections.abc import Callable

from customer_segmentation.data.changed_source import changed_source
from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.approval import open_approvals
from customer_segmentation.workspace.credentials import without_passwords
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.adapters.deciding.decision import decision
from customer_segmentation_skill.adapters.deciding.proposals import Proposal
from customer_segmentation_skill.agent.session import Session
from customer_segmentation_skill.chat.consent import consent_notice, has_consent
from customer_segmentation_skill.chat.decisions import apply, waiting_words
from customer_segmentation_skill.chat.language import language_of, locale_language
from customer_segmentation_skill.chat.links import without_links
from customer_segmentation_skill.chat.made import made_words
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.chat.turn import Turn, results_of, turn_of
from customer_segmentation_skill.config import Brain

Show = Callable[[str], None]


def _silent(_text: str) -> None:
    """Show nothing."""


class Conversation:
    """One thread of talk over one workspace."""

    def __init__(
        self, workspace: Workspace, brain: Brain, *, surface: str = "ask", language: str = ""
    ) -> None:
        self._workspace = workspace
        self._brain = brain
        self._surface = surface
        self._language = language

    def send(self, text: str, *, show: Show = _silent, progress: Show = _silent, window: int = 0) -> Turn:
        """Answer one message. ``show`` gets the reply part by part, ``progress`` what is being done.

        Tables are laid into a ``window`` of so many terminal cells; 0 for no limit.

        Errors that a person can mend are part of the reply; nothing else is raised on purpose.
        """
        text = without_passwords(text)
        journal, thread = self._workspace.journal, self._workspace.thread
        first = not journal.rows("SELECT 1 FROM asked WHERE thread = ? LIMIT 1", thread)
        session = self._session(text, progress)
        journal.ask(thread, self._surface, text)
        said = _Said(show)
        if first and self._brain.is_offline:
            said.add(message("offline_notice", session.language))
        renderer = self._answer(text, session, said, window)
        said.add(waiting_words(session.workspace, session.language))
        return turn_of(session, renderer.figures, said.text)

    def _answer(self, text: str, session: Session, said: "_Said", window: int) -> Renderer:
        # The graph's libraries take seconds to import: only when a message really needs an answer.
        from customer_segmentation_skill.chat.drafting import draft, remember

        waiting = open_approvals(session.workspace)
        decided = decision(text, [Proposal(one.id, one.tool) for one in waiting])
        renderer = Renderer(session.ledger, session.language)
        if decided:
            for part in apply(decided, session):
                said.add(part)
            remember(text, said.text, session)
            return renderer
        if not has_consent(session.workspace, session.brain):
            said.add(consent_notice(session.brain, session.language))
            return renderer
        try:
            prose, notice = draft(text, session)
        except SegmentationError as error:
            said.add(error.said(session.language))
            return renderer
        session.language = self._language or self._wanted() or session.language
        renderer = Renderer(session.ledger, session.language, window=window)
        said.add(notice)
        if not session.brain.is_offline:
            prose = without_links(prose, session.workspace.typed)
        for paragraph in prose.split("\n\n"):
            said.add(renderer.text(paragraph))
        said.add(made_words(results_of(session), session.language))
        changed = changed_source(session.workspace) if session.uses else ""
        if changed:
            said.add(message("source_changed", session.language, source=changed))
        return renderer

    def _session(self, text: str, progress: Show) -> Session:
        language = self._spoken(text)
        self._workspace.journal.set_setting(self._workspace.thread, "language", language)
        asked = self._workspace.journal.rows(
            "SELECT words FROM asked WHERE thread = ?", self._workspace.thread
        )
        words = [*(row["words"] for row in asked), text]
        typed = self._workspace.typed.union(*map(sources_in, words))
        return Session(
            workspace=self._workspace.with_(typed=typed),
            language=language,
            brain=self._brain,
            surface=self._surface,
            progress=lambda step: progress(message(step, language)),
        )

    def _wanted(self) -> str:
        """Return the language that the person asked for in this thread, if any."""
        return self._workspace.journal.setting(self._workspace.thread, "language_wanted")

    def _spoken(self, text: str) -> str:
        known = self._workspace.journal.setting(self._workspace.thread, "language")
        profile = self._workspace.profile.language
        settled = "" if profile == "auto" else profile
        return (
            self._language
            or self._wanted()
            or language_of(text)
            or known
            or settled
            or locale_language()
            or "en"
        )


class _Said:
    """The reply so far, passed on as it grows."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.text = ""

    def add(self, part: str) -> None:
        """Add a paragraph."""
        if part.strip():
            piece = f"\n\n{part}" if self.text else part
            self.text += piece
            self._show(piece)
