"""Accounts at networks: where a username leads."""

from __future__ import annotations

import re
from urllib.parse import quote

from cvgen.importers.drafts import mapping_of
from cvgen.importers.job import Job, Source, folded, told, url_of
from cvgen.reader.nodes import Mapping, Node, Scalar

_URLS = {
    "bitbucket": "https://bitbucket.org/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "codepen": "https://codepen.io/{}",
    "devto": "https://dev.to/{}",
    "dribbble": "https://dribbble.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
    "imdb": "https://www.imdb.com/name/{}",
    "instagram": "https://www.instagram.com/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "leetcode": "https://leetcode.com/u/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "medium": "https://medium.com/@{}",
    "orcid": "https://orcid.org/{}",
    "reddit": "https://www.reddit.com/user/{}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "telegram": "https://t.me/{}",
    "twitter": "https://twitter.com/{}",
    "whatsapp": "https://wa.me/{}",
    "x": "https://x.com/{}",
    "youtube": "https://www.youtube.com/@{}",
}


def account_url(network: str, username: str) -> str:
    """Return where a username at a network leads, or an empty text if that is not known."""
    if url_of(username) and "://" in username:
        return url_of(username)
    name = folded(network)
    if name == "mastodon" and (match := re.fullmatch(r"@?([^@\s/]+)@([\w.-]+)", username)):
        return f"https://{match[2]}/@{match[1]}"
    if name == "stackexchange" or name not in _URLS:
        return ""
    if name == "whatsapp":
        username = re.sub(r"\D", "", username)
    return _URLS[name].format(quote(username.lstrip("@"), safe="/-_.~")) if username else ""


def profile(job: Job, source: Source) -> Mapping | None:
    """Return a profile of the basics: its network, username and URL; None if it leads nowhere.

    A username or a network that its URL does not show becomes a part of what is shown.
    """
    network = job.plain(source.take("network", "name", "title", "label", "platform"))
    username = job.plain(source.take("username", "user", "handle"))
    given = source.take("url", "website", "link")
    url = job.url(given)
    if given is not None and url is None:
        job.leave(source.path_of("url"), given, "it leads nowhere")
    if url is None and (found := account_url(network.value if network else "", username.value if username else "")):
        url = told(found, (username or network or source.node).origin)
    if url is None:
        return None
    host = re.sub(r"^\w+:(?://)?(?:www\.)?([^/?#]*).*", r"\1", url.value)
    name = network.value if network else host
    values: dict[str, Node] = {"network": told(name, (network or url).origin)}
    if username and username.value in url.value and folded(name) in folded(url.value):
        values["username"] = username
    elif username:
        values["network"] = told(f"{name}: {username.value}", username.origin)
    return mapping_of({**values, "url": url}, source.node.origin)


def contact(shown: Scalar, url: str) -> Mapping:
    """Return a profile that stands for another way to reach somebody: a second telephone, say."""
    return mapping_of({"network": shown, "url": told(url, shown.origin)}, shown.origin)
