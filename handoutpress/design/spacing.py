"""Spaces at which a line must not break: in a dose, a phone number, a postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handoutpress.design.called import LONG_NUMBER, has_digits_of_one

NO_BREAK = "\u00a0"
UNITS = (
    "mg|mcg|µg|μg|g|kg|ml|mL|cl|dl|dL|l|L|cc|IU|UI|mmol|mm|cm|m|km|lbs?|oz|kcal|kJ|°C|°F|%|min|h"
    "|мг|мкг|мл|г|кг|л|см|мм|м|ч|мин"
    "|مغ|ملغ|ملغم|غ|كغ|مل|سم|ملم"
    "|मि\\.ग्रा\\.|मिली|毫克|微克|毫升|克|公斤"
)
"""Abbreviations of units, in the languages that have words here."""
TIMES = {
    "ar": "س|د|ث|ص|م|صباحًا|مساءً",
    "hi": "घं॰|मि॰|से॰|बजे",
    "pl": "godz\\.|sek\\.",
    "ru": "с",
    "vi": "giờ|phút|giây",
}
"""What a language writes after a number of the clock: the short forms of hours, minutes and seconds
and of the halves of the day (Unicode CLDR), and words that stand for them."""
COUNTED = {
    "ar": "صفحة|الصفحة|اليوم|الخطوة",
    "de": "Seite|Schritt|Tag|Woche|Abb\\.|Nr\\.",
    "en": "[Pp]ages?|[Ss]teps?|[Dd]ays?|[Ww]eeks?|[Ff]igure|[Tt]able|[Ll]eaflet|No\\.",
    "es": "[Pp]áginas?|[Pp]asos?|[Dd]ías?|[Ss]emanas?|[Ff]igura|[Tt]abla|[Ff]olleto|[Nn]\\.º",
    "fr": "[Pp]ages?|[Éé]tapes?|[Jj]ours?|[Ss]emaines?|[Ff]igure|[Tt]ableau|[Nn]º|[Nn]°",
    "ht": "[Pp]aj|[Ee]tap|[Jj]ou|[Ss]emèn",
    "it": "[Pp]agin[ae]|[Pp]ass[oi]|[Gg]iorn[oi]|[Ss]ettiman[ae]|[Ff]igura|[Tt]abella",
    "pl": "[Ss]trona|[Ss]tr\\.|[Kk]rok|[Dd]zień|[Tt]ydzień|[Rr]ys\\.|[Nn]r",
    "pt": "[Pp]áginas?|[Pp]assos?|[Dd]ias?|[Ss]emanas?|[Ff]igura|[Tt]abela|[Ff]olheto|[Nn]\\.º",
    "ru": "[Сс]траница|[Сс]тр\\.|[Шш]аг|[Дд]ень|[Нн]еделя|[Рр]ис\\.|№",
    "vi": "[Tt]rang|[Bb]ước|[Nn]gày|[Tt]uần|[Hh]ình|[Bb]ảng",
}
"""What has its number after it, by language."""
SHORT_WORDS = {
    "cs": "aikosuvzAIKOSUVZ",
    "pl": "aiouwzAIOUWZ",
    "pt": "aàeéoAÀEÉO",
    "ru": "аиковсуяАИКОВСУЯ",
    "sk": "aikosuvzAIKOSUVZ",
    "uk": "аійовзуяАІЙОВЗУЯ",
}
"""Words of one letter that do not stand at the end of a line, by language."""
BEFORE_A_MARK = {"fr": "[;:!?»]", "fr-CA": "[:»]"}
"""The marks with a space before them, by language; after « there is one too."""

_WITH_NUMBERS = (
    rf"\d( )(?:{UNITS})(?!\w)",
    r"\d( )\d{3}(?!\d)",
    r"\d( )[AaPp]\.?[Mm]\b",
    r"\d( )[ap]\.( )m\.",
    r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?( )\d[A-Z]{2}(?!\w)",  # SW1A 1AA: a British postcode
)
_TITLE = r"\b(?:Dra?|Mrs?|Ms|Mx|Prof|Sra?|Mme)\.?( )(?=[^\W\d_a-z])"
_NUMBER = re.compile(r"\d")
_PHONE = re.compile(rf"(?<![\w+]){LONG_NUMBER}(?!\w)")
"""Days and counts too: they are not to be broken either."""


def with_unbroken(text: str, lang: str) -> str:
    """Return a line with no-break spaces where it must not break."""
    pieces = [*text]
    for at in unbroken(text, lang):
        pieces[at] = NO_BREAK
    return "".join(pieces)


def unbroken(text: str, lang: str) -> Iterator[int]:
    """Yield the index of each space of a line at which it must not break."""
    has_number = _NUMBER.search(text) is not None
    for form in (*_forms(lang), *(_forms_with_numbers(lang) if has_number else ())):
        for match in form.finditer(text):
            yield from (match.start(group) for group in range(1, len(match.groups()) + 1))
    for match in _PHONE.finditer(text):
        if has_digits_of_one(match[0]):
            yield from (match.start() + at for at, letter in enumerate(match[0]) if letter == " ")


@cache
def _forms_with_numbers(lang: str) -> tuple[re.Pattern[str], ...]:
    language = lang.split("-")[0]
    forms = [*_WITH_NUMBERS]
    if times := TIMES.get(language):
        forms.append(rf"\d( )(?:{times})(?!\w)")
    if counted := COUNTED.get(language):
        forms.append(rf"(?<!\w)(?:{counted})( )\d")
    return tuple(map(re.compile, forms))


@cache
def _forms(lang: str) -> tuple[re.Pattern[str], ...]:
    language = lang.split("-")[0]
    forms = [_TITLE]
    if language in SHORT_WORDS:
        forms.append(rf"(?<!\w)[{SHORT_WORDS[language]}]( )(?=\w)")
    if marks := BEFORE_A_MARK.get(lang) or BEFORE_A_MARK.get(language):
        forms += [rf"( )(?={marks})", "«( )"]
    return tuple(map(re.compile, forms))
