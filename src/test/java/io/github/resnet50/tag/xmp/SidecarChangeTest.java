package io.github.resnet50.tag.xmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarChangeTest {
  private static final Keywords BEAGLE = new Keywords(List.of(List.of("animal", "dog", "beagle")));
  private static final Keywords TABBY = new Keywords(List.of(List.of("animal", "cat", "tabby")));

  static String sidecar(String program) throws IOException {
    try (InputStream in =
        SidecarChangeTest.class.getResourceAsStream(
            "/io/github/resnet50/tag/" + program + ".xmp")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String with(String sidecar, Keywords keywords) throws SidecarException {
    SidecarChange change = SidecarChange.of(sidecar, keywords);
    return change.kind() == Kind.NONE ? sidecar : change.text();
  }

  private static List<String> list(String sidecar, KeywordList list) throws SidecarException {
    return XmpDocument.read(sidecar).keywords(list);
  }

  @Test
  void aNewSidecarHasAllListsAndGoesAsAWhole() throws Exception {
    SidecarChange change = SidecarChange.of(null, BEAGLE);
    assertEquals(Kind.CREATE, change.kind());
    assertEquals(List.of("animal/dog/beagle"), change.added());
    String text = change.text();
    assertEquals(List.of("animal", "dog", "beagle"), list(text, KeywordList.SUBJECT));
    assertEquals(List.of("animal|dog|beagle"), list(text, KeywordList.HIERARCHICAL_SUBJECT));
    assertEquals(List.of("animal/dog/beagle"), list(text, KeywordList.TAGS_LIST));
    assertEquals(Kind.NONE, SidecarChange.of(text, BEAGLE).kind());
    SidecarChange removal = SidecarChange.of(text, Keywords.NONE);
    assertEquals(Kind.DELETE, removal.kind());
    assertEquals(List.of("animal/dog/beagle"), removal.removed());
    assertEquals(Kind.NONE, SidecarChange.of(null, Keywords.NONE).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"darktable", "digikam", "lightroom", "exiftool"})
  void aForeignSidecarComesBackByteForByte(String program) throws Exception {
    String before = sidecar(program);
    for (String text : List.of(before, before.replace("\n", "\r\n"), before.replace("\n", ""))) {
      assertEquals(Kind.NONE, SidecarChange.of(text, Keywords.NONE).kind());
      SidecarChange change = SidecarChange.of(text, BEAGLE);
      assertEquals(Kind.CHANGE, change.kind());
      assertEquals(List.of("animal/dog/beagle"), change.added());
      assertEquals(Kind.NONE, SidecarChange.of(change.text(), BEAGLE).kind(), "again");
      String replaced = with(change.text(), TABBY);
      assertTrue(!replaced.contains("beagle") && replaced.contains("tabby"), replaced);
      assertEquals(text, with(replaced, Keywords.NONE));
      assertEquals(text, with(change.text(), Keywords.NONE));
    }
  }

  @Test
  void keywordsStandBesideThoseOfOthers() throws Exception {
    String text = with(sidecar("darktable"), BEAGLE);
    assertEquals(
        List.of("darktable", "format", "holiday", "Rome & Lazio", "animal", "dog", "beagle"),
        list(text, KeywordList.SUBJECT));
    assertEquals(
        List.of("darktable|format|cr2", "holiday|Rome & Lazio", "animal|dog|beagle"),
        list(text, KeywordList.HIERARCHICAL_SUBJECT));
    assertTrue(text.contains("     <rdf:li>beagle</rdf:li>\n    </rdf:Bag>"), text);
  }

  @Test
  void aKeywordThatWasThereBeforeStaysTheirs() throws Exception {
    String text = with(sidecar("digikam"), BEAGLE); // has dog
    assertEquals(List.of("Anna", "dog", "animal", "beagle"), list(text, KeywordList.SUBJECT));
    assertEquals(List.of("animal", "beagle"), XmpDocument.read(text).ours(KeywordList.SUBJECT));
    String lightroom = with(sidecar("lightroom"), BEAGLE); // has Beagle
    assertEquals(List.of("Beagle", "Pets", "animal", "dog"), list(lightroom, KeywordList.SUBJECT));
  }

  @Test
  void aListThatHidesTheirsFromProgramsHasTheirsToo() throws Exception {
    String text = with(sidecar("exiftool"), BEAGLE); // has words alone
    assertEquals(
        List.of("animal/dog/beagle", "holiday", "Anna"), list(text, KeywordList.TAGS_LIST));
    assertEquals(
        List.of("animal|dog|beagle", "holiday", "Anna"),
        list(text, KeywordList.HIERARCHICAL_SUBJECT));
    String lightroom = with(sidecar("lightroom"), BEAGLE); // has paths of its own
    assertEquals(
        List.of("animal/dog/beagle", "Pets/Beagle"), list(lightroom, KeywordList.TAGS_LIST));
  }

  @Test
  void whatSomebodyTakesOutStaysOutUntilItIsForgotten() throws Exception {
    String taken = with(sidecar("darktable"), BEAGLE);
    for (String keyword : List.of("beagle", "animal|dog|beagle")) {
      taken = taken.replaceFirst("\\s*<rdf:li>" + keyword.replace("|", "\\|") + "</rdf:li>", "");
    }
    SidecarChange again = SidecarChange.of(taken, BEAGLE);
    assertEquals(Kind.NONE, again.kind());
    String replaced = with(taken, TABBY);
    assertTrue(replaced.contains("<rdf:li>animal|cat|tabby</rdf:li>"), replaced);
    assertEquals(sidecar("darktable"), with(taken, Keywords.NONE));
    String two = with(sidecar("digikam"), BEAGLE);
    String without = two.replaceFirst("\\s*<rdf:li>animal/dog/beagle</rdf:li>", "");
    assertEquals(List.of("animal/dog/beagle"), SidecarChange.of(without, BEAGLE).takenOut());
  }

  @Test
  void whatDigikamHasCopiedGoesToo() throws Exception {
    String text = with(sidecar("digikam"), BEAGLE);
    String copied =
        text.replaceFirst(
                "(<MicrosoftPhoto:LastKeywordXMP>\\s*<rdf:Bag>)",
                "$1<rdf:li>animal/dog/beagle</rdf:li>")
            .replaceFirst(
                "(<mediapro:CatalogSets>\\s*<rdf:Bag>)", "$1<rdf:li>animal|dog|beagle</rdf:li>");
    assertEquals(Kind.NONE, SidecarChange.of(copied, BEAGLE).kind());
    assertEquals(sidecar("digikam"), with(copied, Keywords.NONE));
    assertEquals(sidecar("digikam"), with(with(copied, TABBY), Keywords.NONE));
  }

  @Test
  void whatWasTakenAlongIsTheirsOnceTheyWriteTheList() throws Exception {
    String text = with(sidecar("exiftool"), BEAGLE);
    String added = text.replaceFirst("(:TagsList>\\s*<rdf:(Bag|Seq)>)", "$1<rdf:li>work</rdf:li>");
    assertNotEquals(text, added);
    for (Keywords next : List.of(BEAGLE, TABBY, Keywords.NONE)) {
      List<String> tags = list(with(with(added, TABBY), next), KeywordList.TAGS_LIST);
      assertTrue(tags.containsAll(List.of("work", "holiday", "Anna")), tags.toString());
    }
    List<String> left = list(with(added, Keywords.NONE), KeywordList.TAGS_LIST);
    assertEquals(Set.of("work", "holiday", "Anna"), Set.copyOf(left));
  }

  @Test
  void theirsInOtherProgramsListsStays() throws Exception {
    String text =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/">
        <dc:subject><rdf:Bag><rdf:li>Anna</rdf:li><rdf:li/></rdf:Bag></dc:subject>
        <MicrosoftPhoto:LastKeywordXMP><rdf:Bag><rdf:li>Anna</rdf:li></rdf:Bag></MicrosoftPhoto:LastKeywordXMP>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;
    String tagged = with(text, BEAGLE);
    assertEquals(List.of("Anna", "animal/dog/beagle"), sorted(list(tagged, KeywordList.TAGS_LIST)));
    assertEquals(text, with(tagged, Keywords.NONE));
    assertEquals(text, with(with(tagged, TABBY), Keywords.NONE));
  }

  private static List<String> sorted(List<String> keywords) {
    return keywords.stream().sorted().toList();
  }

  @Test
  void aKeywordOfOursThatSomebodyAddsAgainIsTakenOutOnce() throws Exception {
    String text = with(sidecar("exiftool"), BEAGLE);
    String twice =
        text.replaceFirst(
            "<rdf:li>beagle</rdf:li>", "<rdf:li>beagle</rdf:li>\n    <rdf:li>beagle</rdf:li>");
    assertEquals(
        List.of("holiday", "Anna", "beagle"),
        list(with(twice, Keywords.NONE), KeywordList.SUBJECT));
  }

  /** As exiv2 and Adobe's library write anew what they have read: all in one description. */
  @Test
  void oursAreFoundAgainWhateverAProgramHasMadeOfTheText() throws Exception {
    String list = "<%1$s><rdf:Bag>%2$s</rdf:Bag></%1$s>";
    String text =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:dk="http://www.digikam.org/ns/1.0/"
        xmlns:mine="http://resnet50.github.io/ns/1.0/" dc:format="image/jpeg">
        """
            + list.formatted("mine:TagsList", "<rdf:li>animal/dog/beagle</rdf:li>")
            + list.formatted(
                "dk:TagsList", "<rdf:li>animal/dog/beagle</rdf:li><rdf:li>a/b</rdf:li>")
            + list.formatted("mine:subject", "<rdf:li>dog</rdf:li><rdf:li>animal</rdf:li>")
            + list.formatted("dc:subject", "<rdf:li>beagle</rdf:li><rdf:li>dog</rdf:li>")
            + list.formatted("mine:hierarchicalSubject", "<rdf:li>animal|dog|beagle</rdf:li>")
            + list.formatted("lr:hierarchicalSubject", "<rdf:li>a|b</rdf:li>")
            + "</rdf:Description></rdf:RDF></x:xmpmeta>";
    assertEquals(Kind.NONE, SidecarChange.of(text, BEAGLE).kind(), "beagle is theirs");
    String without = with(text, Keywords.NONE);
    assertEquals(List.of("beagle"), list(without, KeywordList.SUBJECT));
    assertEquals(List.of("a/b"), list(without, KeywordList.TAGS_LIST));
    assertEquals(List.of("a|b"), list(without, KeywordList.HIERARCHICAL_SUBJECT));
    assertTrue(!without.contains("<mine:") && without.contains("image/jpeg"), without);
  }

  @Test
  void aSidecarWithoutKeywordsGetsADescriptionOfOurOwn() throws Exception {
    String before =
        """
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <!-- kept -->
        <xmpmeta xmlns="adobe:ns:meta/">
         <RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
              xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <Description r:about="uuid:1 &amp; 2" xmlns:dc="http://example.org/not-dublin-core"
            dc:subject="theirs"/>
          <!-- <rdf:Description> of nothing > -->
         </RDF>
        </xmpmeta>
        """;
    String text = with(before, BEAGLE);
    assertEquals(List.of("animal", "dog", "beagle"), list(text, KeywordList.SUBJECT));
    assertTrue(text.contains("rdf:about=\"uuid:1 &amp; 2\""), text);
    assertEquals(before, with(text, Keywords.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "<dc:subject/>",
    "<dc:subject></dc:subject>",
    "<dc:subject><rdf:Bag/></dc:subject>",
    "<dc:subject><rdf:Bag> </rdf:Bag></dc:subject>"
  })
  void anEmptyListIsFilled(String list) throws Exception {
    String before =
        """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="x">%s</rdf:Description>
        </rdf:RDF>\
        """
            .formatted(list);
    String text = with(before, BEAGLE);
    assertEquals(List.of("animal", "dog", "beagle"), list(text, KeywordList.SUBJECT));
    String after = with(text, Keywords.NONE);
    assertTrue(after.contains("dc:format=\"x\"") && !after.contains("dog"), after);
    assertEquals(Kind.NONE, SidecarChange.of(after, Keywords.NONE).kind());
  }

  @Test
  void wordsMayHoldWhatSeparatesAndWhatXmlDoesNot() throws Exception {
    Keywords odd =
        new Keywords(
            List.of(List.of(" R&D <b> ", "b/w|1\u0001\n2 \ud83d\udc36\uffff"), List.of("")));
    String text = with(null, odd);
    assertEquals(List.of("R&D <b>", "b/w|1  2 \ud83d\udc36"), list(text, KeywordList.SUBJECT));
    assertEquals(
        List.of("R&D <b>|b\u2215w\u00a61  2 \ud83d\udc36"),
        list(text, KeywordList.HIERARCHICAL_SUBJECT));
    assertEquals(Kind.NONE, SidecarChange.of(text, odd).kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "<x>@no well-formed XML, at line 1: XML document structures must start and end within the"
            + " same entity.",
        "hello@no well-formed XML, at line 1: Content is not allowed in prolog.",
        "<x/>@no XMP: it has no rdf:RDF",
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>@has a document type or"
            + " entities of its own; no XMP has",
        "<?xml version='1.0'?><!-- <x> --><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b"
            + " '&a;&a;'>]><x>&b;</x>@has a document type or entities of its own; no XMP has",
      })
  void whatIsNoXmpIsRefused(String text, String why) {
    assertEquals(
        why,
        assertThrows(SidecarException.class, () -> SidecarChange.of(text, BEAGLE)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<dc:subject>dog</dc:subject>",
        "<dc:subject rdf:parseType='Resource'><dc:x>1</dc:x></dc:subject>",
        "<dc:subject rdf:resource='urn:x'/>",
        "<dc:subject><rdf:Bag/><rdf:Bag/></dc:subject>"
      })
  void aListThatIsNoneIsRefused(String list) {
    String text =
        """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">%s</rdf:Description></rdf:RDF>\
        """
            .formatted(list);
    assertEquals(
        "dc:subject is no list (rdf:Bag)",
        assertThrows(SidecarException.class, () -> SidecarChange.of(text, BEAGLE)).getMessage());
  }

  @Test
  void deepAndLongTextsAreRead() throws Exception {
    String deep = "<a>".repeat(50_000) + "</a>".repeat(50_000);
    String text =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="%s"><dc:x>%s</dc:x>
        <dc:y><![CDATA[</rdf:RDF> <rdf:li>]]></dc:y><?p </rdf:RDF>?></rdf:Description></rdf:RDF></x:xmpmeta>
        """
            .formatted("/>".repeat(1_000_000), deep);
    String tagged = with(text, BEAGLE);
    assertEquals(text, with(tagged, Keywords.NONE));
  }

  @Test
  void theImageOfASidecarIsToldByItself() throws Exception {
    assertEquals("NEF", SidecarChange.imageSuffix(sidecar("lightroom")).orElseThrow());
    assertTrue(SidecarChange.imageSuffix(sidecar("darktable")).isEmpty());
  }

  @Test
  void aSidecarOfOursInWhichOthersHaveWrittenStays() throws Exception {
    String text =
        with(null, BEAGLE)
            .replace(
                "<rdf:Description rdf:about=\"\"", "<rdf:Description rdf:about=\"\" dc:x=\"1\"");
    SidecarChange removal = SidecarChange.of(text, Keywords.NONE);
    assertEquals(Kind.CHANGE, removal.kind());
    assertTrue(removal.text().contains("dc:x=\"1\""), removal.text());
    assertNull(SidecarChange.of(removal.text(), Keywords.NONE).text());
  }
}
