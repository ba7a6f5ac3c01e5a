"""What a finished PDF says of itself in its metadata: the standards that it keeps, and its dates.

The engine writes one claim for each file. A leaflet keeps both PDF/UA-1 (ISO 14289-1) and PDF/A-2a
(ISO 19005-2), and the latter wants each property of its metadata that it does not know described
(6.6.2.3). A file for print alone claims nothing, and says what it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf

from handoutpress.pdf.engine import SRGB

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PDF = "http://ns.adobe.com/pdf/1.3/"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
"""Of magazine publishers, who have names for a version and for the day to look at it again."""

_CLAIMS = f"""<rdf:Description xmlns:rdf="{RDF}" rdf:about=""
  xmlns:pdfuaid="{PDFUAID}" pdfuaid:part="1"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>"""
_DESCRIBED = f"""<rdf:Description xmlns:rdf="{RDF}" rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>{PDFUAID}</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq>
    <rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>part of ISO 14289</pdfaProperty:description>
    </rdf:li>
  </rdf:Seq></pdfaSchema:property>
</rdf:li>
<rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PRISM basic metadata</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>{PRISM}</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>prism</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq>
    <rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>versionIdentifier</pdfaProperty:name>
      <pdfaProperty:valueType>Text</pdfaProperty:valueType>
      <pdfaProperty:category>external</pdfaProperty:category>
      <pdfaProperty:description>version of the words</pdfaProperty:description>
    </rdf:li>
    <rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>expirationDate</pdfaProperty:name>
      <pdfaProperty:valueType>Date</pdfaProperty:valueType>
      <pdfaProperty:category>external</pdfaProperty:category>
      <pdfaProperty:description>day by which the words are reviewed</pdfaProperty:description>
    </rdf:li>
  </rdf:Seq></pdfaSchema:property>
</rdf:li>
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
PRINTED = 4
"""The flag of an annotation that prints with its page (PDF/A-2, 6.3.2)."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of the words in it."""

    lang: str
    """A BCP 47 tag."""
    version: str = ""
    review_due: str = ""
    """ISO 8601; empty for a date that is not set."""
    has_page_numbers: bool = True
    """Whether its pages print the numbers that they are called by."""
    page_numbers: tuple[int, ...] = ()
    """These numbers, where they are not 1, 2, 3 and so on."""
    print_only: str = ""
    """What it says instead of claims where it is for print alone, in its language."""
    other_langs: tuple[str, ...] = ()
    """The tags of further languages in it."""


def write_claims(document: Pdf, imprint: Imprint) -> None:
    """Write what a PDF of the engine claims to be, and what its words' version is."""
    packet = etree.fromstring(document.Root.Metadata.read_bytes())
    described = packet.find(f"{{{RDF}}}RDF")
    if described is None:
        raise ValueError("the engine's metadata describe nothing")
    for part in described.iter(f"{{{RDF}}}Description"):
        part.attrib.pop(f"{{{PDFUAID}}}part", "")
    described.append(_of_words(imprint))
    described.append(etree.fromstring(_DESCRIBED))
    if imprint.print_only:
        _say_print_only(document, described, imprint.print_only)
    else:
        described.append(etree.fromstring(_CLAIMS))
        _keep_archives_rules(document)
    document.Root.Metadata.write(_packet(packet), filter=None)


def _of_words(imprint: Imprint) -> etree._Element:
    part = _description()
    for name, words in (
        ("versionIdentifier", imprint.version),
        ("expirationDate", imprint.review_due),
    ):
        if words:
            part.set(f"{{{PRISM}}}{name}", words)
    language = etree.SubElement(part, f"{{{DC}}}language")
    listed = etree.SubElement(language, f"{{{RDF}}}Bag")
    for lang in (imprint.lang, *imprint.other_langs):
        etree.SubElement(listed, f"{{{RDF}}}li").text = lang
    return part


def _description() -> etree._Element:
    part = etree.Element(f"{{{RDF}}}Description", nsmap={"rdf": RDF, "dc": DC, "prism": PRISM})
    part.set(f"{{{RDF}}}about", "")
    return part


def _say_print_only(document: Pdf, described: etree._Element, words: str) -> None:
    """Put the words among the keywords, which a viewer shows."""
    said = document.docinfo.get(Name.Keywords)
    keywords = ", ".join(filter(None, (str(said or ""), words)))
    document.docinfo.Keywords = pikepdf.String(keywords)
    for part in described.iter(f"{{{PDF}}}Keywords"):
        part.text = keywords
    if said is None:
        part = _description()
        etree.SubElement(part, f"{{{PDF}}}Keywords").text = keywords
        described.append(part)


def _keep_archives_rules(document: Pdf) -> None:
    """Say of each link that it prints (6.3.2), and what colours mean (6.2.3); smooth no picture."""
    for page in document.pages:
        for annotation in page.obj.get(Name.Annots, ()):
            annotation.F = PRINTED
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and Name.Interpolate in item:
            del item[Name.Interpolate]
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB2014"),
        DestOutputProfile=document.make_stream(SRGB, N=3),
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _packet(packet: etree._Element) -> bytes:
    """Return metadata as it stands in a file (XMP, part 1, 7.3): plain, for any tool to find."""
    etree.cleanup_namespaces(packet)
    body = etree.tostring(packet, encoding="utf-8")
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
    return begin + b"\n" + body + b"\n" + b'<?xpacket end="r"?>'
