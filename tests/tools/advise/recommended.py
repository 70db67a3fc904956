"""What a reply of ``recommend`` says, read for a test."""


def told(reply, segment, measure, tool="recommend"):
    fact = reply.facts.get(f"{tool}.{segment}.{measure}")
    return None if fact is None else fact.number


def acting(reply):
    return [entry for entry in reply.detail["ranked"] if entry["verdict"] == "act"]


def codes(reply):
    return [finding.code for finding in reply.findings]
