"""Errors of the campaigns room."""

from services.core.errors import Refused


class TextTooLong(Refused):
    """The text has more characters than one message can hold; with a file the limit is lower."""

    def __init__(self, length: int, limit: int, *, has_file: bool) -> None:
        super().__init__(length, limit, has_file)
        self.length = length
        self.limit = limit
        self.has_file = has_file


class FileTooBig(Refused):
    """The picture or document is larger than people can be sent; sizes in megabytes."""

    def __init__(self, kind: str, size: int, limit: int) -> None:
        super().__init__(kind, size, limit)
        self.kind = kind
        self.size = size
        self.limit = limit


class TooManyButtons(Refused):
    """A message has so many buttons already."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class MainTextMissing(Refused):
    """There is no text in the main language, and others fall back on it."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(campaign_id)
        self.campaign_id = campaign_id


class AudienceEmpty(Refused):
    """Nobody would get the message."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(campaign_id)
        self.campaign_id = campaign_id


class ApprovalNeeded(Refused):
    """So many recipients need a second person's approval first."""

    def __init__(self, campaign_id: int, count: int, above: int) -> None:
        super().__init__(campaign_id, count, above)
        self.campaign_id = campaign_id
        self.count = count
        self.above = above


class SaidBefore(Refused):
    """The same text went to the same audience not long ago, as campaign ``earlier_id``; full hours, rounded up."""

    def __init__(self, campaign_id: int, earlier_id: int, hours: int) -> None:
        super().__init__(campaign_id, earlier_id, hours)
        self.campaign_id = campaign_id
        self.earlier_id = earlier_id
        self.hours = hours


class OwnCampaign(Refused):
    """The author cannot approve their own message."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(campaign_id)
        self.campaign_id = campaign_id


class NoSecondPerson(Refused):
    """The territory has no other member of staff who could approve."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(campaign_id)
        self.campaign_id = campaign_id
