"""Another language is not classified without a word."""

import json

import pytest

from lmclassify import Document, classify_document
from lmclassify.documents.language import is_english
from tests.conftest import run

OTHERS = {
    "German": "Sie leiten die Herberge, planen den Dienst für neun Leute und führen die Kasse.",
    "French": "Vous dirigez une équipe de neuf personnes et vous tenez le budget de la maison.",
    "Spanish": "Dirige un equipo de nueve personas y lleva las cuentas del albergue.",
    "Italian": "Guida una squadra di nove persone e tiene i conti della casa con molta cura.",
    "Portuguese": "Lidera uma equipa de nove pessoas e trata das contas da casa com muito cuidado.",
    "Dutch": "Je leidt een team van negen mensen en houdt de kas van het huis zorgvuldig bij.",
    "Swedish": "Du leder en grupp på nio personer och sköter husets kassa med stor omsorg.",
    "Danish": "Du leder en gruppe på ni personer og passer husets kasse med stor omhu.",
    "Polish": "Kierujesz zespołem dziewięciu osób i prowadzisz kasę domu z dużą starannością.",
    "Czech": "Vedeš tým devíti lidí a staráš se o pokladnu domu s velkou péčí.",
    "Turkish": "Dokuz kişilik bir ekibi yönetir ve evin kasasını büyük bir özenle tutarsınız.",
    "Hungarian": "Kilenc fős csapatot vezetsz, és nagy gonddal kezeled a ház pénztárát.",
    "Welsh": "Byddwch yn arwain tîm o naw ac yn gofalu am gyfrifon y tŷ gyda gofal mawr.",
    "Russian": "Вы руководите группой из девяти человек и бережно ведёте кассу дома.",
    "Greek": "Διευθύνετε ομάδα εννέα ατόμων και τηρείτε το ταμείο του σπιτιού.",
    "Chinese": "带领九人团队，管理旅舍的账目，安排每周的值班。",
    "Arabic": "تقود فريقا من تسعة أشخاص وتدير حسابات البيت بعناية كبيرة.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str) -> None:
    """A sentence in another language is not taken for English."""
    assert not is_english(OTHERS[language])


ENGLISH = {
    "prose": "You lead a team of nine and keep the hostel's accounts with care.",
    "bare phrases": "Budget control\nStaff rotas\nStock ordering\nTill checks\nTeam briefings",
    "imperatives": "Lead crew\nSet rota\nHold budget\nCheck tills\nCoach starters\nOrder stock",
    "names": "Siobhán Ní Bhriain, Björn Þórsson and Nguyễn Khai lead the boat",
    "jargon": "Owns CI/CD, Kubernetes, Terraform and Kafka; mentors SREs, tracks SLOs.",
    "skills": "Python\nSQL\nTableau\nPower BI\nSnowflake\ndbt\nAirflow\nGit\nDocker\nJira",
    "degrees": "BSc Mechanical Engineering, CEng, SolidWorks, ANSYS, Kaizen, 5S, SMED, Poka-Yoke",
    "loan words": "À la carte menus, café service, crème brûlée and soufflé for the maître",
    "capitals": "SUPERVISES CREW. ASSIGNS MACHINES. CHECKS LINEN. PREPARES ROTA.",
    "a word": "Vision",
    "figures": "12.50 – 14.80",
}


@pytest.mark.parametrize("kind", ENGLISH)
def test_english_of_all_kinds(kind: str) -> None:
    """Names, jargon and lists without a common word are English."""
    assert is_english(ENGLISH[kind])


def test_the_verdict_on_another_language_is_withheld() -> None:
    """A document in another language has a note, no shares, and the verdict is withheld."""
    result = classify_document(Document("a", f"{OTHERS['German']} Sie halten das Budget ein."))
    assert result.summary.verdict == "withheld"
    assert result.summary.leadership is result.summary.management is None
    assert "English" in result.notes[-1]


TEXT = "You set the rota for the crew.\n\nLeading people\n\nYou work with nine deck hands.\n"


def test_what_is_left_out_is_counted_and_listed() -> None:
    """A heading that reads as leadership is in a note, in JSON, and in the text if asked for."""
    result = classify_document(Document("a", TEXT))
    assert [heading.text for heading in result.headings] == ["Leading people"]
    (heading,) = result.headings
    assert TEXT[heading.start : heading.end] == heading.text
    assert any("1 line" in note and "Leading people" in note for note in result.notes)
    as_json = json.loads(run("classify", "--format", "json", "-", stdin=TEXT.encode()).stdout)
    (document,) = as_json["documents"]
    assert document["headings"] == [{"start": 32, "end": 46, "text": "Leading people"}]
    shown = run("classify", "--show-headings", "-", stdin=TEXT.encode()).stdout
    hidden = run("classify", "-", stdin=TEXT.encode()).stdout
    assert b"heading                Leading people" in shown
    assert b"heading                Leading people" not in hidden


def test_clear_headings_are_no_doubt() -> None:
    """What is marked as a heading, or above the first statement, is in no note."""
    text = "Leading people\n\n# Managing people\n\nYou work with nine deck hands on the boat.\n"
    assert classify_document(Document("a", text)).notes == ()
