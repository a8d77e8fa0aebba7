"""The words by which the furniture of a web page is known."""

from __future__ import annotations

import re
from typing import Final

COOKIES: Final = re.compile(r"cookie|consent|gdpr|privacy", re.IGNORECASE)
"""What a banner about cookies speaks of."""

OTHER_POSTS: Final = re.compile(
    r"\W*(?:(?:similar|related|other|more|recommended|latest|recent|featured)\s+(?:\w+\s+)?"
    r"(?:jobs?|vacanc\w+|roles?|positions?|posts?|opportunit\w+|articles?|news|stories)\b"
    r"|(?:you|people)\b.{0,20}\balso\b)",
    re.IGNORECASE,
)
"""How a list of other posts, or of news, is headed."""

INVITATION: Final = re.compile(
    r"\W*(?:share this|sign (?:up|in)|log ?in|subscribe|newsletter|follow us|(?:get )?job alerts?)"
    r"\b",
    re.IGNORECASE,
)
"""How an invitation to subscribe or to share begins."""

SITE: Final = re.compile(
    r"\b(?:account|alerts?|app|browser|cookies?|cv|e-?mail|facebook|jobs?|linkedin|log ?in"
    r"|newsletter|online|page|password|preferences|privacy|profile|resume|settings|site|twitter|us"
    r"|vacanc\w+|website)\b",
    re.IGNORECASE,
)
"""What people do things to on a site, and not in a post."""

OPENED: Final = re.compile(
    r"accordion|collaps|(?:^|[\s_-])(?:tab|panel|toggle|expand\w*|faq|drawer|modal|offcanvas)",
    re.IGNORECASE,
)
"""What parts that a reader can open are called."""

HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:opacity|font-size)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
"""Styles that hide a part."""
