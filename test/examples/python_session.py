"""One turn of the Python example's agent, with a model that calls one tool and repeats its answer.

Usage: python python_session.py, with the folders of agent.py and of whole_agent.py in PYTHONPATH. Prints what the
caller heard.
"""

import asyncio

import agent
from livekit.agents import AgentSession
from whole_agent import Parrot

ADA = {"phone": "415 555 0132", "postcode": "94110"}


async def main() -> None:
    tools = await agent.toolcrib("call-1").setup()
    async with AgentSession(llm=Parrot("customers_verify", ADA)) as session:
        await session.start(agent.ReservationAgent(tools))
        await session.run(user_input="It is Ada Moreno.")
        for item in session.history.items:
            if item.type == "message" and item.role == "assistant":
                print(item.text_content)


asyncio.run(main())
