"""What makes an accessible PDF one for the archive too (ISO 19005-3, PDF/A-3a): metadata, page labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.document import Document as Layout

__all__ = ["VARIANT", "claim_accessibility", "keep_pixels", "label_pages", "name_files_once"]

VARIANT = "pdf/a-3a"
"""WeasyPrint writes one variant; what PDF/UA-1 asks for besides is tagged by PDF/A-3a or added here."""

_END = b"</rdf:RDF>"
_PDF_UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/UA-1, clause 5, and the schema of it, which PDF/A wants to be told (ISO 19005-3, 6.6.2.3)."""


def claim_accessibility(layout: Layout) -> None:
    """Let the XMP metadata say that the file conforms to PDF/UA-1, beside PDF/A."""
    metadata: Any = layout.metadata
    plain = metadata.generate_rdf_metadata

    def with_claim(*given: object) -> bytes:
        rdf: bytes = plain(*given)
        before, end, after = rdf.rpartition(_END)
        if not end:
            message = "the layout engine writes metadata in another way than it used to"
            raise RuntimeError(message)
        return before + _PDF_UA + end + after

    metadata.generate_rdf_metadata = with_claim


def label_pages(pdf: Any) -> None:
    """Label the pages of a PDF as they are numbered in print (ISO 32000-1, 12.4.2)."""
    from pydyf import Array, Dictionary

    pdf.catalog["PageLabels"] = Dictionary({"Nums": Array([0, Dictionary({"S": "/D"})])})


def keep_pixels(pdf: Any) -> None:
    """Ask viewers not to smooth raster pictures (ISO 19005-3, 6.2.8), those inside of drawings included."""
    from pydyf import Stream

    for each in pdf.objects:
        if isinstance(each, Stream) and each.extra.get("Subtype") == "/Image":
            each.extra["Interpolate"] = "false"


def name_files_once(pdf: Any) -> None:
    """Name each attached file once among those associated with the document (ISO 19005-3, 6.8)."""
    files = pdf.catalog.get("AF", [])
    files[:] = dict.fromkeys(files)
