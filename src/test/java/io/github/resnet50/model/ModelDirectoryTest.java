package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
  @TempDir Path folder;

  @Test
  void readsWhatIsWrittenAboutAModel() throws Exception {
    model("width=32\nheight=16\nsynsetFileName=names\napplySoftmax=true\n");
    Files.writeString(folder.resolve("names"), "n02123045 tabby\n\ndog\r\n");
    ModelSpec spec = new ModelDirectory(folder).read("mine");
    assertEquals("mine", spec.name());
    assertEquals(folder, spec.directory());
    assertEquals(32, spec.preprocessing().width());
    assertEquals(16, spec.preprocessing().height());
    assertTrue(spec.applySoftmax());
    assertEquals(List.of(new Label("n02123045", "tabby"), new Label("dog", "dog")), spec.labels());
    assertEquals("32", spec.properties().get("width"));
  }

  @Test
  void aModelWithoutNamesHasNoLabels() throws Exception {
    model("");
    assertEquals(List.of(), new ModelDirectory(folder).read("mine").labels());
  }

  @Test
  void aFolderWithoutAGraphIsNoModel() {
    assertMessage("no saved_model.pb");
  }

  @Test
  void missingPropertiesComeWithAnExample() throws Exception {
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    assertMessage("serving.properties is missing");
    assertMessage("resizeShort=256");
  }

  @Test
  void aBadValueIsNamedWithItsFile() throws Exception {
    model("width=wide");
    assertMessage(folder.resolve("serving.properties") + ": width=wide");
  }

  @Test
  void propertiesWithABrokenEscapeAreNamed() throws Exception {
    model("width=\\uXY");
    assertMessage("cannot read " + folder.resolve("serving.properties"));
  }

  @Test
  void namesThatAreNotTextAreNamed() throws Exception {
    model("");
    Files.write(folder.resolve("synset.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertMessage("cannot read " + folder.resolve("synset.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/hosts", "../names", "sub/names", "..", ".", "a\\\\b", "a\\u0000b"})
  void namesAreInAFileBesideTheGraph(String name) throws Exception {
    Files.writeString(folder.resolveSibling("names"), "stolen");
    model("synsetFileName=" + name);
    assertMessage("expected the name of a file beside it");
  }

  /** To open a pipe that nobody writes to is to wait for ever. */
  @Test
  @Timeout(20)
  void namesAreInARegularFile() throws Exception {
    model("synsetFileName=pipe");
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertMessage(pipe + " is no file");
    Files.delete(pipe);
    Files.createDirectory(pipe);
    assertMessage(pipe + " is no file");
  }

  @Test
  void theHashIsOfGraphAndWeightsAndTheirNames() throws Exception {
    model("");
    ModelDirectory directory = new ModelDirectory(folder);
    String first = directory.sha256();
    assertTrue(first.matches("[0-9a-f]{64}"), first);
    Files.writeString(folder.resolve("synset.txt"), "other");
    assertEquals(first, directory.sha256());
    Path variables = Files.createDirectory(folder.resolve("variables"));
    Files.writeString(variables.resolve("a"), "weights");
    String second = directory.sha256();
    assertNotEquals(first, second);
    Files.move(variables.resolve("a"), variables.resolve("b"));
    assertNotEquals(second, directory.sha256());
  }

  private void model(String properties) throws IOException {
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    Files.writeString(folder.resolve("serving.properties"), properties);
  }

  private void assertMessage(String words) {
    String message =
        assertThrows(ModelException.class, () -> new ModelDirectory(folder).read("mine"))
            .getMessage();
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count(), message);
  }
}
