"""The cases of a call in which a message is sent, in their order. Its person has a mailbox that the agent cannot see."""

import asyncio
import re

from cases import Case, LIVEKIT_SECONDS, collect
from rig import Rig

ALL: list[Case] = []

case = collect(ALL)

LETTER = {
    "to": "ada@example.com",
    "subject": "Your table on Friday",
    "text": "Your table for four is ready at half past seven.",
}

PERSON = "olga@example.org"


@case("opens the tools of a client that may send messages")
async def _(rig: Rig) -> None:
    await rig.open()
    names = [tool.info.name for tool in rig.toolset.tools]
    assert names == rig.tool_names, f"{names} are not {rig.tool_names}"


@case("drafts a message, which sends nothing")
async def _(rig: Rig) -> None:
    answer = await rig.call("messages_draft", LETTER)
    found = re.search(r"M-\d{4,}", answer.said("ada@example.com", "not sent yet"))
    assert found, answer.text
    rig.code = found[0]
    assert rig.mails() == [], rig.mails()


@case("is told that its person was sent a code, and does not see it")
async def _(rig: Rig) -> None:
    answer = await rig.call("messages_send", {"message_id": rig.code})
    text = answer.refused("needs a code", "Nothing has been done yet")
    assert answer.seconds < LIVEKIT_SECONDS, f"took {answer.seconds:.1f} s"
    code = await code_sent(rig)
    assert code not in text and PERSON not in text, text
    assert mails_to(rig, LETTER["to"]) == [], rig.mails()


@case("does not send another code while one is on its way")
async def _(rig: Rig) -> None:
    answer = await rig.call("messages_send", {"message_id": rig.code})
    answer.refused("code was sent a moment ago")
    assert len(mails_to(rig, PERSON)) == 1, rig.mails()


@case("cannot send it with a code that it made up")
async def _(rig: Rig) -> None:
    made_up = f"{(int(await code_sent(rig)) + 1) % 1_000_000:06}"
    wish = {"message_id": rig.code, "confirmation_code": made_up}
    (await rig.call("messages_send", wish)).refused("not the code for this request")
    assert mails_to(rig, LETTER["to"]) == [], rig.mails()


@case("sends it with the code that its person reads out, however that is written")
async def _(rig: Rig) -> None:
    code = await code_sent(rig)
    await asyncio.sleep(2.1)
    wish = {"message_id": rig.code, "confirmation_code": f"{code[:3]} {code[3:]}"}
    answer = await rig.call("messages_send", wish)
    answer.said(f"{rig.code} to ada@example.com was sent")
    assert answer.seconds < LIVEKIT_SECONDS, f"took {answer.seconds:.1f} s"
    (mail,) = mails_to(rig, LETTER["to"])
    assert mail["subject"] == LETTER["subject"] and LETTER["text"] in mail["text"], mail


@case("does not send it twice, with its code or without one")
async def _(rig: Rig) -> None:
    code = await code_sent(rig)
    for more in ({"confirmation_code": code}, {}):
        (await rig.call("messages_send", {"message_id": rig.code, **more})).refused("sent already")
    assert len(mails_to(rig, LETTER["to"])) == 1, rig.mails()
    assert len(mails_to(rig, PERSON)) == 1, rig.mails()


@case("cannot write to somebody who is not on its list")
async def _(rig: Rig) -> None:
    letter = {**LETTER, "to": "mallory@example.net"}
    (await rig.call("messages_draft", letter)).refused("cannot be sent from here")
    await rig.close()


async def code_sent(rig: Rig) -> str:
    """The code in the first mail to the person; waits for it as a person would."""
    for _ in range(50):
        for mail in mails_to(rig, PERSON):
            found = re.search(r"\bcode is (\d{6})\b", mail["text"])
            assert found, mail
            return found[1]
        await asyncio.sleep(0.1)
    raise AssertionError("no code arrived")


def mails_to(rig: Rig, address: str) -> list[dict]:
    return [mail for mail in rig.mails() if mail["envelope"]["to"] == [address]]
