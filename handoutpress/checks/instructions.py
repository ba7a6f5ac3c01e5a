"""What a handout tells its reader to do: the sentences that begin with such a verb."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handoutpress.checks.passages import Kind
from handoutpress.checks.subject import Sentence, Subject

_ENGLISH = (
    "add ask avoid bathe bend blow boil breathe bring brush buy carry change check chew"
    " choose clean close come cook count cover cut dab do don't don’t draw dress drink dry eat"
    " empty exercise feed feel fill find finish fold gargle get give go have hold inject join"
    " keep kneel learn leave let lie lift limit listen look make mark massage measure mix move"
    " note open pack plan place practice practise press prop pull push put raise read relax"
    " remove repeat rest rinse roll rub save see set shake sit skip sleep slide slip soak"
    " squeeze stand start stay step stop store stretch swallow swing take talk tell test think"
    " throw tie tighten touch try turn use wait walk warm wash watch wear weigh wipe work wrap"
    " write"
)
_SPANISH = (
    "abra aclare acuéstese agite aplique apoye apriete apunte avise ayude báñese baje beba"
    " bébalo busque camine cambie cocine coja coma compre cuente deje dele dígale diga"
    " descanse doble duerma eche elija empiece enjuague enjuáguese escoja escriba espere"
    " estire evite exprima frote guarde haga hable inyecte lave lávese lea levante levántese"
    " lleve limpie llene mantenga mastique mezcle mida mire mueva muévase póngase ponga"
    " practique pregunte prepare pruebe quédese quite quítele quítese recuerde repita respire"
    " retire revise seque séquese siéntese siga suba sujete tápese tire tome trague túmbese"
    " use vaya venga vigile vístase"
)
_VERBS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
}
"""Verbs of care at the start of a sentence; none of getting help, which every handout has."""
_NEVER = ("no", "nunca", "never")
_CLITICS = ("la", "lo", "las", "los", "le", "les", "se")
_AFTER_NOUNS = ("is", "are", "was", "can", "may", "will", "has", "helps", "makes", "you", "we")
"""`Rest is important` tells nothing to do, nor does `Do you smoke`."""
_OPENING = "“\"¡¿'‘ "
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAD = re.compile(
    r"^(?:(?:first|next|now|then|always|also|please|gently|slowly|carefully|just|luego|después"
    r"|primero|siempre|también)\b,?\s+)+",
    re.IGNORECASE,
)


def instructions(subject: Subject) -> tuple[Sentence, ...]:
    """Return the sentences that tell a reader what to do; those of the urgent boxes not.

    None for a language whose verbs are not known here.
    """
    verbs = _VERBS.get(subject.lang, frozenset())
    return tuple(
        sentence
        for sentence in subject.sentences
        if sentence.passage.callout not in subject.handout.callouts
        and sentence.passage.kind is not Kind.GLANCE
        and _tells(sentence.text, verbs)
    )


def _tells(text: str, verbs: frozenset[str]) -> bool:
    words = [word.casefold() for word in _LETTERS.findall(_LEAD.sub("", text.lstrip(_OPENING)))]
    if not words or text.rstrip("”\"'’ ").endswith("?"):
        return False
    if words[0] in _NEVER:
        words = [word for word in words[1:] if word not in _CLITICS]
    first, second = (*words, "", "")[:2]
    return first in verbs and second not in _AFTER_NOUNS
