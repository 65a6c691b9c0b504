"""A plugin written with pyln-client, which knows nothing of the harness."""

from pyln.client import Plugin

plugin = Plugin()
plugin.add_option("greeting", "hello", "What is said to whom greet names")


@plugin.method("greet")
def greet(plugin, name="you"):
    return {"greeting": f"{plugin.get_option('greeting')} {name}"}


@plugin.hook("peer_connected")
def peer_connected(plugin, **kwargs):
    return {"result": "continue"}


@plugin.hook("htlc_accepted")
def htlc_accepted(plugin, **kwargs):
    return {"result": "continue"}


@plugin.subscribe("connect")
def connected(plugin, connect, **kwargs):
    plugin.log(f"connected: {connect['id']}")


plugin.run()
