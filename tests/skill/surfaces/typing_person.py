"""A person at a terminal: types keys into a real chat process and reads what the terminal would show."""

import os
import re
import sys
import time

import pexpect

PROGRAM = [sys.executable, "-m", "customer_segmentation_skill"]
PATIENCE = 90
"""Seconds: the first answer loads libraries, on machines that may be busy."""

TAB, ENTER, UP, CTRL_C, CTRL_D = "\t", "\r", "\x1b[A", "\x03", "\x04"
_PROMPT = re.escape("\x1b[?2004h")
_CODES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>]|\r")
_WIPED = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h\r?(?:\x1b\[1A)?(?:\x1b\[2K)?", re.DOTALL)


class Person:
    def __init__(self, *arguments, folder, columns=100, **environment):
        env = {
            **os.environ,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            # Terminals answer where their cursor stands; this one cannot.
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **environment,
        }
        # Set by whoever ran the tests, these would count for more than the size of this terminal.
        for name in ("COLUMNS", "LINES"):
            env.pop(name, None)
        self.process = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], "chat", *arguments],
            cwd=str(folder),
            dimensions=(50, columns),
            encoding="utf-8",
            env=env,
            timeout=PATIENCE,
        )

    def waits(self):
        """Read until the prompt is ready; return what was shown before it."""
        self.process.expect(_PROMPT)
        shown = plain(self.process.before)
        time.sleep(0.2)  # the line editor starts to read keys just after it drew the prompt
        return shown

    def types(self, *keys):
        """Type keys with the pauses that a person makes between words and Tab."""
        for key in keys:
            self.process.send(key)
            time.sleep(0.4)

    def says(self, text):
        """Type a line and return the answer, when the prompt is back."""
        self.types(text, ENTER)
        return self.waits()

    def reads(self, text):
        """Read until ``text`` is shown."""
        self.process.expect_exact(text)
        return plain(self.process.before + text)

    def leaves(self, how="/quit"):
        """Leave; return the last words and the exit code."""
        self.types(*([how, ENTER] if how.startswith("/") else [how]))
        self.process.expect(pexpect.EOF)
        shown = plain(self.process.before)
        self.process.close()
        return shown, self.process.exitstatus

    def dies(self):
        """Be killed without warning."""
        self.process.kill(9)
        self.process.wait()


def plain(text):
    """Return text without escape codes and without lines of progress that were wiped again."""
    return _CODES.sub("", _WIPED.sub("", text))
