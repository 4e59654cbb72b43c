package io.github.resnet50.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.model.Label;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TaxonomyFileTest {
  @TempDir Path folder;

  private Taxonomy read(String text) throws IOException {
    return TaxonomyFile.read(Files.writeString(folder.resolve("tree.csv"), text));
  }

  private String refused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("tree.csv"), text);
    String message =
        assertThrows(MalformedFileException.class, () -> TaxonomyFile.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    return message.substring(file.toString().length());
  }

  static List<String> sameTree() {
    String plain =
        """
        beagle,hound
        hound,dog
        dog,animal
        dog,pet
        cat,animal
        cat,pet
        pet,thing
        animal,thing
        """;
    String columns =
        """
        PARENT;note;Class
        hound;x;beagle
        dog;;hound
        animal;;dog
        pet;;dog
        animal;;cat
        pet;;"cat"

        thing;;pet
        thing;;animal
        """;
    return List.of(
        plain,
        ("class,parent\n" + plain).replace("\n", "\r\n"),
        "\uFEFF" + columns,
        plain.stripTrailing().replace(',', '\t'));
  }

  /** A line a parent: one with two, and one that is a root without saying so. */
  @ParameterizedTest
  @MethodSource("sameTree")
  void nodesMayHaveSeveralParents(String text) throws IOException {
    Taxonomy tree = read(text);
    assertEquals(7, tree.size());
    assertEquals(List.of("animal", "pet"), tree.parents("dog"));
    assertEquals(List.of("thing"), tree.roots());
    assertEquals(Set.of("beagle", "cat"), Set.copyOf(tree.leaves()));
    assertEquals(
        List.of("beagle", "hound", "dog", "animal", "pet", "thing"),
        List.copyOf(tree.ancestors("beagle")));
    assertEquals(Set.of("pet", "dog", "cat", "hound", "beagle"), tree.below("pet"));
    assertEquals(0, tree.depth("thing"));
    assertEquals(4, tree.depth("beagle"));
    assertEquals(List.of("hound"), tree.children("dog"));
  }

  @Test
  void labelsAreNames() throws IOException {
    Taxonomy tree =
        read("id,parent,label\nn1,n2,\"Beagle, the\"\nn2,,Dog\nn3,n2,\nn3,n4,Pug\nn4,n5,dog\n");
    assertEquals("Beagle, the", tree.label("n1"));
    assertEquals("n5", tree.label("n5"));
    assertEquals(List.of("n2"), tree.named("n2"));
    assertEquals(List.of("n2", "n4"), tree.named("DOG"));
    assertEquals(List.of(), tree.named("wolf"));
    assertEquals(Optional.of("n1"), tree.nodeOf(new Label("n1", "x")));
    assertEquals(Optional.of("n3"), tree.nodeOf(new Label("7", "Pug")));
    assertEquals(Optional.empty(), tree.nodeOf(new Label("7", "dog")), "two are called so");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|' has no line class,parent: expected one for each class of the model'",
        "'class,parent\n'|' has no line class,parent: expected one for each class of the model'",
        "'a,b\nb,a'|', line 2: a circle of 2: ''a'' < ''b'' < ''a'''",
        "'x,a\na,b\nb,c\nc,a\nc,top'|', line 4: a circle of 3: ''a'' < ''b'' < ''c'' < ''a'''",
        "'a,b\nb,b'|', line 2: ''b'' is its own parent'",
        "'a,b\nc,d\n\"a\", b'|', line 3: ''a'' below ''b'' again, as in line 1'",
        "'a,b\n,b'|', line 2: no class, but ''b'''",
        "'a,b\nb,'|', line 2: ''b'' has no parent; a root needs no line, unless for its label'",
        "'a,b,c,d'|', line 1: 4 columns; expected class,parent or class,parent,label'",
        "'a'|', line 1: 1 columns; expected class,parent or class,parent,label'",
        "'class,parent\na,b,c'|', line 2: 3 columns; expected 2 as in the header'",
        "'a,b,A\na,c,B'|', line 2: ''a'' has the label ''B'' here, and ''A'' before'",
      })
  void whatIsNoTaxonomyIsRefusedByLine(String text, String message) throws IOException {
    assertEquals(message, refused(text));
  }

  @Test
  void whatIsNoTextIsNamed() throws IOException {
    assertTrue(refused("a,\"b\nc,d").contains("a quotation mark is not closed"));
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a,b\nk\u00E4se,b".getBytes(StandardCharsets.ISO_8859_1));
    String message =
        assertThrows(MalformedFileException.class, () -> TaxonomyFile.read(latin)).getMessage();
    assertTrue(message.contains("line 2: bytes that are no UTF-8"), message);
  }

  /** As long as the file, so that nothing may be done by recursion. */
  @Test
  void aLongWayUpIsWalkedAndALongCircleFound() throws IOException {
    int length = 100_000;
    Path file = folder.resolve("long.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < length; i++) {
        out.write("n" + i + ",n" + (i + 1) + "\n");
      }
    }
    Taxonomy tree = TaxonomyFile.read(file);
    assertEquals(length, tree.depth("n0"));
    assertEquals(length + 1, tree.ancestors("n0").size());
    Files.writeString(file, "n" + length + ",n0\n", StandardOpenOption.APPEND);
    String message =
        assertThrows(MalformedFileException.class, () -> TaxonomyFile.read(file)).getMessage();
    assertTrue(message.contains("line 100001: a circle of 100,001: 'n"), message);
    assertTrue(message.endsWith(" < …"), message);
  }
}
