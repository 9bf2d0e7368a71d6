"""Tables of the process itself: updates done once, and dialogues that survive a restart."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.access import models as _access  # noqa: F401 (each import adds its room's tables to Base)
from services.calendar import models as _calendar  # noqa: F401
from services.campaigns import models as _campaigns  # noqa: F401
from services.certificates import models as _certificates  # noqa: F401
from services.complaints import models as _complaints  # noqa: F401
from services.contracts import models as _contracts  # noqa: F401
from services.core import models as _core  # noqa: F401
from services.core.crypto import Encrypted
from services.core.db import Base, BigId
from services.departures import models as _departures  # noqa: F401
from services.families import models as _families  # noqa: F401
from services.feedback import models as _feedback  # noqa: F401
from services.forms import models as _forms  # noqa: F401
from services.indicators import models as _indicators  # noqa: F401
from services.monitoring import models as _monitoring  # noqa: F401
from services.notices import models as _notices  # noqa: F401
from services.openings import models as _openings  # noqa: F401
from services.orders import models as _orders  # noqa: F401
from services.plan import models as _plan  # noqa: F401
from services.programs import models as _programs  # noqa: F401
from services.providers import models as _providers  # noqa: F401
from services.signing import models as _signing  # noqa: F401
from services.staff import models as _staff  # noqa: F401
from services.territories import models as _territories  # noqa: F401
from services.turns import models as _turns  # noqa: F401
from services.uploads import models as _uploads  # noqa: F401


class DoneUpdate(Base):
    """An update that was acted on; written in the transaction of its deed."""

    __tablename__ = "done_updates"

    bot_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    done_at: Mapped[datetime] = mapped_column(index=True)


class Dialogue(Base):
    """Where a person's dialogue stands: a state, ids and the last typed searches. Encrypted: a search is free text."""

    __tablename__ = "dialogues"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    state: Mapped[str | None] = mapped_column(String(120))
    data: Mapped[str] = mapped_column(Encrypted("dialogues.data"), default="{}")
    changed_at: Mapped[datetime]


metadata = Base.metadata
