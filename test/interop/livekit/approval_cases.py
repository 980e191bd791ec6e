"""The cases of a call in which an operator decides, in their order, while the caller goes on talking."""

import asyncio
import json
import re

from cases import Case, collect
from mail_cases import mails_to
from rig import Rig

ALL: list[Case] = []

case = collect(ALL)

ADA = "ada@example.com"

# A caller hears a pause that is longer than this.
DEAD_AIR_SECONDS = 2.5


@case("opens the tools of a client whose messages an operator approves")
async def _(rig: Rig) -> None:
    await rig.open()
    names = [tool.info.name for tool in rig.toolset.tools]
    assert names == rig.tool_names, f"{names} are not {rig.tool_names}"


@case("hears a ticket's number at once, and nothing is sent")
async def _(rig: Rig) -> None:
    rig.code = await draft(rig, "letters", "Your table on Friday")
    answer = await rig.call("letters_send", {"message_id": rig.code})
    answer.refused("A colleague has to approve this", "ticket A-101", "Nothing is done yet")
    assert answer.seconds < DEAD_AIR_SECONDS, f"took {answer.seconds:.1f} s"
    assert mails_to(rig, ADA) == [], rig.mails()


@case("goes on talking, and can ask where the ticket stands")
async def _(rig: Rig) -> None:
    (await rig.call("operations_status", {"ticket": "A 101"})).said("waits for a colleague")
    (await rig.call("letters_send", {"message_id": rig.code})).refused("A-101 still waits")
    await draft(rig, "letters", "Something else meanwhile")
    assert mails_to(rig, ADA) == [], rig.mails()


@case("cannot let it pass with a code that it makes up")
async def _(rig: Rig) -> None:
    for code in ("A-101", "101", "1234"):
        wish = {"message_id": rig.code, "confirmation_code": code}
        answer = await rig.call("letters_send", wish)
        assert answer.is_error, answer.text
    assert mails_to(rig, ADA) == [], rig.mails()


@case("is not held up while an operator looks and approves in another process")
async def _(rig: Rig) -> None:
    sheet = json.loads(await rig.operator("show", "A-101", "--json"))
    shown = json.dumps(sheet["arguments"])
    assert rig.code in shown and sheet["client"] == "voice", sheet
    deciding = asyncio.create_task(
        rig.operator("approve", "A-101", "--seen", sheet["seen"], "--json")
    )
    while not deciding.done():
        answer = await rig.call("operations_status", {})
        answer.said("A 1 0 1")
        assert answer.seconds < DEAD_AIR_SECONDS, f"took {answer.seconds:.1f} s"
        await asyncio.sleep(0.2)
    assert json.loads(await deciding)["kind"] == "approved"


@case("sends exactly what was approved when it asks again, once")
async def _(rig: Rig) -> None:
    (await rig.call("operations_status", {"ticket": "A-101"})).said("is approved")
    answer = await rig.call("letters_send", {"message_id": rig.code})
    answer.said(f"{rig.code} to {ADA} was sent")
    again = await rig.call("letters_send", {"message_id": rig.code})
    assert "sent" in again.text, again.text
    (mail,) = mails_to(rig, ADA)
    assert mail["subject"] == "Your table on Friday", mail


@case("has a card sent by itself as soon as it is approved, and hears of it")
async def _(rig: Rig) -> None:
    card = await draft(rig, "cards", "A card")
    asked = await rig.call("cards_send", {"message_id": card})
    number = number_in(asked.refused("Once approved it runs by itself"))
    await approve(rig, number)
    for _ in range(100):
        answer = await rig.call("operations_status", {"ticket": number})
        if "is done" in answer.text:
            break
        await asyncio.sleep(0.1)
    answer.said("is done")
    assert len(mails_to(rig, ADA)) == 2, rig.mails()
    (await rig.call("cards_send", {"message_id": card})).said("was sent")
    assert len(mails_to(rig, ADA)) == 2, rig.mails()


@case("is told why an operator said no, and that this is final")
async def _(rig: Rig) -> None:
    letter = await draft(rig, "letters", "An unwelcome letter")
    number = number_in((await rig.call("letters_send", {"message_id": letter})).refused())
    seen = json.loads(await rig.operator("show", number, "--json"))["seen"]
    await rig.operator("deny", number, "--seen", seen, "--reason", "the guest asked for no letters")
    answer = await rig.call("letters_send", {"message_id": letter})
    answer.refused("the guest asked for no letters", "do not ask for it again")
    assert len(mails_to(rig, ADA)) == 2, rig.mails()
    await rig.close()


async def draft(rig: Rig, kind: str, subject: str) -> str:
    letter = {"to": ADA, "subject": subject, "text": "Your table for four is ready."}
    answer = await rig.call(f"{kind}_draft", letter)
    found = re.search(r"M-\d{4,}", answer.said(ADA))
    assert found, answer.text
    return found[0]


async def approve(rig: Rig, number: str) -> None:
    seen = json.loads(await rig.operator("show", number, "--json"))["seen"]
    await rig.operator("approve", number, "--seen", seen)


def number_in(text: str) -> str:
    found = re.search(r"A-\d+", text)
    assert found, text
    return found[0]
