"""The words by which layout is understood: how duties begin, and what headings are made of."""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
"""A word of a text that people read."""

_VERBS = """
    account achieve act adapt address adhere administer adopt advertise advise advocate agree
    align allocate analyse analyze answer anticipate appeal apply appoint appraise approve
    arrange articulate assemble assess assign assist attend audit authorise authorize balance
    be become brief bring budget build calculate call carry chair challenge champion change
    check choose clean clear co-ordinate coach collaborate collate collect combine commission
    communicate compare compile complete comply conduct consult contribute control convene
    cook coordinate cope counsel create cultivate deal decide define delegate deliver
    demonstrate deploy deputise deputize describe design determine develop devise diagnose
    direct discuss display distribute document draft draw drive embed embody empower enable
    encourage energise energize enforce engage enhance ensure enter escalate establish
    estimate evaluate examine exercise explain explore facilitate file find follow forecast
    forge formulate foster gain gather generate get give greet grow guide handle have help
    hire hold identify implement improve influence inform initiate inspect inspire install
    instil instill instruct integrate interpret interview introduce investigate invite involve
    issue join keep know lead learn lend liaise list listen log look maintain make manage
    market measure meet mentor minimise minimize mobilise mobilize model monitor motivate move
    negotiate nurture observe obtain offer operate optimise optimize order organise organize
    oversee own participate perform persuade pick plan prepare present prioritise prioritize
    process procure produce project promote propose protect provide publish purchase put raise
    read recognise recognize recommend reconcile record recruit reduce refer reflect relate
    report represent research resolve respond review revise run safeguard scan schedule
    scrutinise secure seek select sell send serve set shape share show sign solve sort speak
    spot steer stimulate streamline strengthen strive submit supervise support sustain tackle
    take teach tell test think track train transform translate travel treat troubleshoot
    understand undertake unite update uphold use validate verify visit watch welcome win work
    write
"""
_NOUNS_TOO = """
    account act address advocate answer appeal audit balance brief budget call chair challenge
    champion change check coach combine commission control cook counsel deal design direct
    display document draft draw drive estimate exercise file forecast guide help hire hold
    influence interview issue keep lead list log look make market measure mentor model monitor
    move offer order own pick plan present process produce project purchase record report
    research review run schedule secure share show sign sort support test track train
    transform travel treat update use visit watch welcome win work
"""
_DOUBLED = frozenset(
    "begin control cut embed forget get log plan put refer run scan set spot submit win".split()
)


def _third_person(verb: str) -> str:
    if verb in ("be", "have"):
        return "is" if verb == "be" else "has"
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else f"{verb}s"


def _gerund(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    silent = verb[-1] == "e" and verb != "be" and not verb.endswith(("ee", "oe"))
    return f"{verb[:-1]}ing" if silent else f"{verb}ing"


GERUNDS: Final = frozenset(map(_gerund, _VERBS.split()))

DUTY_VERBS: Final = GERUNDS | {
    form for verb in _VERBS.split() for form in (verb, _third_person(verb))
}
"""What the first word of a duty mostly is: "Manage", "Manages" or "Managing"."""

NOUNS_TOO: Final = frozenset(
    form for verb in _NOUNS_TOO.split() for form in (verb, _third_person(verb))
)
"""Those of the verbs that may as well be nouns: "Process notes", "Plans"."""

QUALIFIERS: Final = frozenset(
    """
    ability able adept adequate advanced at basic capable capacity certified chartered
    comfortable commitment competent confidence confident credible degree demonstrable
    demonstrated diploma effective enthusiasm enthusiastic excellent exceptional experienced
    familiar familiarity fluency fluent full good graduate high knowledgeable minimum must
    organised organized passion possess possession proficiency proficient proven qualified
    ready registered satisfactory solid some sound strong substantial track understanding
    valid willing willingness
    """.split()
)
"""What the first word of a requirement mostly is: "Able to …", "Excellent …"."""

ALSO_OF_POSTS: Final = frozenset(
    "advanced certified chartered experienced full graduate high qualified registered".split()
)
"""Those of them that the titles of posts begin with as well: "Registered Nurse"."""

SENTENCE_OPENERS: Final = (
    DUTY_VERBS - {noun for noun in NOUNS_TOO if noun[-1] != "s"}
) | frozenset(
    "a after all although an and any applicants applications as at because before both but by "
    "candidates each either every experience for from he her his how however i if in it its "
    "must no not on once one or other our she should since so some such that the their there "
    "these they this those to under until we what when where which while who why with within "
    "you your".split()
)
"""Words with which a sentence may well begin, also after an abbreviation."""

SMALL_WORDS: Final = frozenset(
    "a an and as at by de for from in into of on or our over per the their to under via "
    "with".split()
)
"""Words that begin with a small letter even in a title."""

HEADING_NOUNS: Final = frozenset(
    """
    abilities ability accountabilities accountability activities advert announcement
    aptitude aptitudes areas arrangements aspects attributes availability background
    behaviors behaviours benefits candidate certification certifications characteristics
    circumstances comments compensation competence competences competencies competency
    conditions contact contacts context criteria criterion deliverables demands
    description desirable desirables details dimensions disclosures duties duty education
    effort eligibility enquiries environment essential essentials expectations experience
    expertise factors functions general hours info information instructions interests
    introduction job knowledge licence licences license licenses location membership notes
    notice objectives overview package particulars perks person post preferred
    prerequisites procedure profile purpose qualification qualifications qualities
    references registration relationships remarks remit remuneration requirement
    requirements responsibilities responsibility rewards role roles salary scope section
    skill skills specification specifications summary tasks training
    """.split()
)
"""What sections are called; a usual heading has one of these at least."""

HEADING_WORDS: Final = (
    HEADING_NOUNS
    | SMALL_WORDS
    | frozenset(
        """
    about additional agreement also annual any applicable application applications apply
    applying assessed assessment assessments base basic be before being bonus brief broad
    but can classification communication company core date day day-to-day department
    departmental desired directorate division do doing e emotional employer employment
    environmental equipment etc evidence examples expected family find form full further
    general good grade great group have here how how's if important include included
    includes including indicative it it's its key kind level levels limited line list
    looking main major mandatory measured mental method methods minimum most must
    necessary need needed needs next nice normal number occasional offer offered on-going
    only organisation organisational organization organizational other others outline
    overall part pay per percentage performance personal physical place planning plus
    position possible postholder practical preferably primary principal process
    professional programme project proposed provide range rate reason related relevant
    reporting requested required result results reward sample schedule secondary selection service
    services shift shifts special specific statement statements supplementary team
    technical term terms that this time title to type types typical unit us vacancy values
    want we we'll we're we've welfare what what's when where which who who'd who's why
    will with within work working would you you'd you'll you're you've your yours
    """.split()
    )
)
"""All words of the usual headings: "Main duties of the post", "Skills required"."""

MAX_HEADING_WORDS: Final = 8
_MAX_HEADING_LENGTH: Final = 80

_LEVEL = re.compile(
    r"(?:band|domain|grade|level|objective|part|phase|section|stage|standard|step|tier)"
    r"\s+\w{1,3}\Z",
    re.IGNORECASE,
)
_HEADINGS = frozenset(
    (
        "accountable to", "apply", "get in touch", "in return", "in this role", "interested",
        "key facts", "line management", "must have", "must haves", "next steps", "nice to have",
        "nice to haves", "organisation chart", "other", "please note", "reporting to",
        "reports to", "responsible to", "terms", "the company", "the opportunity", "the role",
        "the team", "to apply", "we offer", "you", "you are", "you bring", "you have",
        "you must have", "you need", "you will", "you will be", "you will have", "you'll",
        "you'll be", "you'll have", "your role",
    )
)  # fmt: skip
"""Headings that are made of other words."""

_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s+")
_QUESTION = re.compile(
    r"(?:about|what|what's|what’s|who|who's|who’s|why|how|where|when)\b[^.!;]*\Z", re.IGNORECASE
)


def is_usual_heading(content: str) -> bool:
    """Check whether a line says nothing but what a section is usually called.

    Examples
    --------
    >>> is_usual_heading("Skills & Knowledge"), is_usual_heading("What you will do")
    (True, True)
    >>> is_usual_heading("Knowledge of budgets"), is_usual_heading("Salary: £30,000")
    (False, False)
    """
    if len(content) > _MAX_HEADING_LENGTH:
        return False
    content = _NUMBER.sub("", content, count=1) if content[0].isdigit() else content
    words = [word.lower().replace("’", "'") for word in WORD.findall(content)]
    if " ".join(words) in _HEADINGS:
        return True
    if _LEVEL.match(content):
        return True
    if not 0 < len(words) <= MAX_HEADING_WORDS or any(map(str.isdigit, content)):
        return False
    if _QUESTION.match(content):
        return words[0] != "about" or len(words) > 1
    return all(word in HEADING_WORDS for word in words) and any(
        word in HEADING_NOUNS for word in words
    )
