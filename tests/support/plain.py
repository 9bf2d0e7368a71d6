"""Rows of the act's table counted by plain SQL, written apart from the product.

Parameters: ``land``, ``code`` (blank: any service), ``out`` (the sector that the act leaves out), the year's days
``first`` and ``last``, its moments ``since`` and ``until`` in the territory's own time, and ``now``.
"""

from datetime import date, datetime, tzinfo

from sqlalchemy import Date, Integer, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import UtcDateTime

COUNTED = (
    "contracts c JOIN providers p ON p.id = c.provider_id JOIN children k ON k.id = c.child_id "
    "WHERE c.territory_id = :land AND c.status IN ('in_force', 'ended') AND c.starts_on <= :last "
    "AND c.ends_on >= :first AND (:code = '' OR c.service_code = :code) AND c.in_force_at < :until"
)
VOICES = "survey_results WHERE territory_id = :land AND counts AND period BETWEEN :year * 100 + 1 AND :year * 100 + 12"
UPPER = {
    "sqlite": "coalesce(json_extract(grades, '$.\"4\"'), 0) + coalesce(json_extract(grades, '$.\"5\"'), 0)",
    "postgresql": "coalesce(CAST(grades ->> '4' AS int), 0) + coalesce(CAST(grades ->> '5' AS int), 0)",
}
"""How many of a result's families gave one of the two upper grades, as each database reads JSON."""
CHECKED = (
    "visit_marks m JOIN visits v ON v.id = m.visit_id WHERE v.territory_id = :land AND v.kind = 'body' "
    "AND v.state <> 'open' AND v.held_on BETWEEN :first AND :last AND m.mark IN ('met', 'not_met')"
)
PLAIN = {
    "1.3": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.is_npo",
    "1.4": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.is_npo AND p.inn IN (SELECT inn FROM ngo_support "
    "WHERE territory_id = :land AND withdrawn_at IS NULL AND given_on BETWEEN :first AND :last)",
    "1.S": "SELECT round(100.0 * count(DISTINCT CASE WHEN p.sector <> :out THEN p.inn END) "
    f"/ nullif(count(DISTINCT p.inn), 0), 1) FROM {COUNTED}",
    "2.1": "SELECT count(*) FROM plan_marks WHERE territory_id = :land AND undone_at IS NULL AND done_on <= :last",
    "2.4": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.sector <> :out AND EXISTS "
    "(SELECT 1 FROM factor_analyses f WHERE f.territory_id = :land "
    "AND CAST(f.strong AS TEXT) LIKE '%' || p.inn || '%')",
    "3.1": "SELECT count(*) FROM campaigns WHERE territory_id = :land AND status = 'done' "
    "AND finished_at >= :since AND finished_at < :until",
    "3.2": f"SELECT count(DISTINCT p.inn) FROM {COUNTED}",
    "3.3": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.sector <> :out",
    "3.4": f"SELECT count(DISTINCT k.snils_index) FROM {COUNTED}",
    "3.5": f"SELECT count(DISTINCT k.snils_index) FROM {COUNTED} AND p.sector <> :out",
    "4.3": "SELECT count(*) FROM monitoring_units u JOIN checklists l ON l.territory_id = u.territory_id "
    "WHERE u.territory_id = :land AND u.since <= :last AND l.since <= :last AND u.until IS NULL AND l.until IS NULL",
    "4.4": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.id IN "
    "(SELECT provider_id FROM visits WHERE kind = 'self' AND state = 'closed' AND held_on BETWEEN :first AND :last)",
    "4.5": f"SELECT round(100.0 * sum(CASE m.mark WHEN 'met' THEN 1 ELSE 0 END) / count(*), 1) FROM {CHECKED}",
    "5.1": "SELECT count(DISTINCT territory_id) FROM surveys "
    "WHERE territory_id = :land AND moment = 'lessons' AND opened_at < :until",
    "5.2": f"SELECT count(DISTINCT p.inn) FROM {COUNTED} AND p.id IN (SELECT s.provider_id FROM surveys s "
    "WHERE s.moment <> 'applying' AND s.closes_at > :since AND s.closes_at <= :now)",
    "5.3": f"SELECT round(100.0 * sum(UPPER) / nullif(sum(respondents), 0), 1) FROM {VOICES}",
}
"""What the rows say, counted apart from the product."""


async def counted(
    session: AsyncSession, row: str, *, land: int, code: str, out: str, year: int, zone: tzinfo, now: datetime
) -> float | None:
    """What the database says of a row; None where there is nothing of which it could be a share."""
    known = {
        "land": (land, None),
        "code": (code, Text()),
        "out": (out, Text()),
        "year": (year, Integer()),
        "first": (date(year, 1, 1), Date()),
        "last": (date(year, 12, 31), Date()),
        "since": (datetime(year, 1, 1, tzinfo=zone), UtcDateTime()),
        "until": (datetime(year + 1, 1, 1, tzinfo=zone), UtcDateTime()),
        "now": (now, UtcDateTime()),
    }
    said = PLAIN[row].replace("UPPER", UPPER[session.get_bind().dialect.name])
    used = [bindparam(name, *value) for name, value in known.items() if f":{name}" in PLAIN[row]]
    found = await session.scalar(text(said).bindparams(*used))
    return None if found is None else float(found)
