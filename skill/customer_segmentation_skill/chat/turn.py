"""One turn of a conversation as data: what was said, what was run, what waits."""

from typing import Any

from pydantic import BaseModel, Field

from customer_segmentation.kit.render import Figure
from customer_segmentation.workspace.approval import open_approvals
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.agent.session import Session
from customer_segmentation_skill.chat.decisions import summary


class ToolCall(BaseModel):
    """A tool that ran in this turn."""

    name: str
    arguments: dict[str, Any]
    result_id: str
    error: str


class ShownFigure(BaseModel):
    """A figure in the reply and the fact it stands for."""

    text: str
    fact: str
    result_id: str
    verified: bool


class ShownArtifact(BaseModel):
    """A file made in this turn."""

    name: str
    path: str
    media_type: str


class OpenQuestion(BaseModel):
    """A question for the person."""

    text: str
    options: list[str]


class Waiting(BaseModel):
    """An action that waits for the person's approval."""

    id: str
    tool: str
    arguments: dict[str, Any]
    summary: str


class Usage(BaseModel):
    """What the turn used of a model."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class Turn(BaseModel):
    """The answer to one message."""

    thread: str
    reply: str
    language: str
    brain: str
    tools: list[ToolCall] = Field(default_factory=list)
    figures: list[ShownFigure] = Field(default_factory=list)
    artifacts: list[ShownArtifact] = Field(default_factory=list)
    question: OpenQuestion | None = None
    pending: list[Waiting] = Field(default_factory=list)
    usage: Usage = Field(default_factory=Usage)

    @property
    def waits(self) -> bool:
        """Whether the person must decide or answer before more can happen."""
        return bool(self.pending or self.question)


def results_of(session: Session) -> list[Result]:
    """Return what the tools of this turn answered."""
    return [session.workspace.result(use.result_id) for use in session.uses if use.result_id]


def turn_of(session: Session, figures: list[Figure], reply: str) -> Turn:
    """Return the turn that a session and its reply amount to."""
    ledger, workspace, language = session.ledger, session.workspace, session.language
    stood = [(figure, ledger.source_of(figure.key, figure.result)) for figure in figures]
    return Turn(
        thread=workspace.thread,
        reply=reply,
        language=language,
        brain=session.brain.name,
        tools=[
            ToolCall(name=use.name, arguments=use.arguments, result_id=use.result_id, error=use.error)
            for use in session.uses
        ],
        figures=[
            ShownFigure(
                text=f.text, fact=f.key, result_id=found.id if found else "", verified=found is not None
            )
            for f, found in stood
        ],
        artifacts=[
            ShownArtifact(name=a.name, path=str(result.file(a)), media_type=a.media_type)
            for result in results_of(session)
            for a in result.reply.artifacts
        ],
        question=session.question
        and OpenQuestion(text=session.question.text, options=session.question.options),
        pending=[
            Waiting(id=a.id, tool=a.tool, arguments=a.request, summary=summary(a, language))
            for a in open_approvals(workspace)
        ],
        usage=Usage(
            calls=session.calls, input_tokens=session.input_tokens, output_tokens=session.output_tokens
        ),
    )
