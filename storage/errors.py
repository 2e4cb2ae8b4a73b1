"""Errors that carry blame: a UserError is something the person in front of the screen can put right.

Anything else that escapes is our own bug and keeps its traceback.

    UserError                 bad input; the sentence says what is wrong and what to do
    ├── VideoError            a video that cannot be opened or read at a place
    ├── ProjectError          a project that cannot be opened, or cannot be written now
    └── FormatError           a data set that does not follow its format
"""


class UserError(Exception):
    """What is wrong, in a sentence, and what to do about it."""


class VideoError(UserError):
    """A video cannot be opened, or a frame of it cannot be read."""


class ProjectError(UserError):
    """A project cannot be opened, is read-only, or has no room to be written."""


class FormatError(UserError):
    """An imported data set breaks its format; the message names the record."""
