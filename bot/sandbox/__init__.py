"""A small local Telegram: a Bot API server and a chat page, for the demo, the journeys and the benchmarks.

A tool, not the product: nothing in services/ or handlers/ may import it. Begin with server.Sandbox (the
server) and client.SandboxClient (a driver that plays persons over HTTP).
"""
