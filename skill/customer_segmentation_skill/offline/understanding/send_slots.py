"""Whether a message asks to send customers somewhere, where to, and what of them."""

import re
from typing import Any, Final

from customer_segmentation_skill.adapters.deciding.edits import columns_in
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.understanding.export_wishes import export_wishes

_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>|，。；、]+", re.IGNORECASE)
_SEND: Final = re.compile(
    r"\b(?:send|push|sync|post|transmit|transfer)\b|发送|发到|发给|发往|推送|推到|同步|传到|传给|推给"
)
_BRING: Final = re.compile(
    r"\b(?:upload|import|load|add|put|get|hand|copy|bring)\b|上传|导入|放到|放进|加到|加入"
)
"""What is said of files too: a sending only where a receiver is called one."""
_RECEIVER: Final = re.compile(r"\bweb ?-?hooks?\b|\bklaviyo\b|回调地址|钩子")
_ASKS: Final = re.compile(
    r"\b(?:can|could|does|do|is|are|what|why|how|which) (?:you |i |we |it |a |the |my )?(?:support|know|mean|work|webhook|klaviyo)\b"
    r"|什么是|是什么|支持吗"
)
_LIST: Final = re.compile(
    r"\b(?:list|audience) (?:called |named )?[\"“'「](?P<quoted>[^\"”'」]{1,80})[\"”'」]"
    r"|列表\s*[\"“'「](?P<zh>[^\"”'」]{1,80})[\"”'」]"
    r"|\blist (?:called |named )(?P<plain>[^,.;，。；]{1,80}?)(?=,? (?:and|with|without|by|but|at|for|via|in) |[,.;，。；]|$)",
    re.IGNORECASE,
)
_CHANNELS: Final = {
    "sms": re.compile(r"\b(?:sms|text messages?)\b|短信"),
    "phone": re.compile(r"\b(?:phone calls?|call(?:ing)? them|by phone)\b|电话|外呼"),
    "post": re.compile(r"\b(?:by post|letters?|direct mail)\b|信函|邮寄"),
    "wechat": re.compile(r"\bwechat\b|微信"),
}
_SUBSCRIBE: Final = re.compile(
    r"\band (?:also )?subscribe\b|\bsubscribe (?:them|these|those|everyone|everybody|all)\b|(?:并|同时|一起)(?:为他们|给他们|让他们)?订阅|(?:为|给|让)他们订阅"
)
_PRIVATE: Final = re.compile(r"\b(?:private|internal|intranet|own) (?:network|machine|server)\b|内网|局域网")
_NO_HOLDOUT: Final = re.compile(
    r"\b(?:without|no|zero|skip)(?: a| any| the)? (?:hold ?-?out|control)|(?:不留|不要|不设|去掉|取消|无)(?:对照|留出|控制)"
)


def send_slots(reading: Reading) -> dict[str, Any] | None:
    """Return what a message says about a sending, or None if it does not ask for one."""
    said = reading.utterance.said
    address = _ADDRESS.search(said)
    plain = reading.folded.replace(address[0].casefold(), " ") if address else reading.folded
    named = _RECEIVER.search(plain)
    asked = (address or named) if _SEND.search(plain) else named if _BRING.search(plain) else None
    if not asked or _ASKS.search(plain):
        return None
    slots: dict[str, Any] = {}
    segments = list(dict.fromkeys(segment for segment, *_ in reading.segments))
    if segments:
        slots["segments"] = segments
    if address:
        slots["receiver"] = address[0].rstrip(".,;:!?)")
    elif named:
        slots["receiver"] = "klaviyo" if "klaviyo" in plain else "webhook"
    slots |= _people(reading, plain)
    slots |= {name: value for name, value in export_wishes(plain).items() if name == "hashed"}
    columns = columns_in(plain)
    if columns:
        slots["columns"] = columns
    if _SUBSCRIBE.search(plain):
        slots["subscribe"] = True
    listed = _LIST.search(said)
    if listed and slots["receiver"] == "klaviyo":
        slots["list_name"] = listed["quoted"] or listed["zh"] or listed["plain"]
    return slots


def _people(reading: Reading, plain: str) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    percent = next((n for n in reading.numbers if n.kind == "percent"), None)
    if _NO_HOLDOUT.search(plain):
        slots["holdout"] = 0
    elif percent:
        slots["holdout"] = int(percent.value) if percent.value == int(percent.value) else float(percent.value)
    channel = next((name for name, words in _CHANNELS.items() if words.search(plain)), "")
    if channel:
        slots["channel"] = channel
    if _PRIVATE.search(plain):
        slots["private"] = True
    return slots
