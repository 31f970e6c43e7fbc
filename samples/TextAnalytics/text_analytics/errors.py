"""Errors whose types the caller can tell apart."""

from pool_worker import WorkerError


class UnknownDocument(WorkerError):
    def __init__(self, document, count):
        super().__init__("UnknownDocument", "There is no document '%s' among the %d of this session." % (document, count))


class DocumentExists(WorkerError):
    def __init__(self, document):
        super().__init__("DocumentExists", "The session already has a document '%s'. Remove it first." % document)


class TermsNeverMeet(WorkerError):
    def __init__(self, first, second):
        super().__init__(
            "TermsNeverMeet", "No document has both '%s' and '%s', so there is no distance to measure." % (first, second))


class InvalidSnapshot(WorkerError):
    def __init__(self, message):
        super().__init__("InvalidSnapshot", message)
