"""``kruzhok ledger check``: whether the money agrees, row by row."""

import argparse
import json
from dataclasses import asdict

from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.certificates.queries import audit as audit_certificates
from services.core.clock import system_clock
from services.orders.queries import Fault, audit, ledger_size


async def check(chosen: argparse.Namespace) -> int:
    """0 if everything agrees; else 1, each row that does not is named with what it is and what it should be."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        faults = [fault async for fault in audit(session)]
        faults += [fault async for fault in audit_certificates(session)]
        accounts, entries = await ledger_size(session)
    for fault in faults:
        print(_line(fault))
    if faults:
        print(_("Rows that do not agree: {count}.").format(count=len(faults)))
    else:
        print(
            _("The ledger holds together: {accounts} accounts, {entries} entries.").format(
                accounts=accounts, entries=entries
            )
        )
    if chosen.json:
        told = {"accounts": accounts, "entries": entries, "faults": [asdict(fault) for fault in faults]}
        print(json.dumps(told, ensure_ascii=False))
    return 1 if faults else 0


def _line(fault: Fault) -> str:
    return _("{table} {row}: {what} is {is_}, should be {due}").format(
        table=fault.table, row=fault.row_id, what=fault.what, is_=fault.is_, due=fault.should_be
    )
