package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

  @Test
  void isWhereTheEnvironmentSays() throws Exception {
    assertEquals(
        Path.of("/srv/r"),
        Home.of(Map.of("RESNET50_HOME", "/srv/r", "XDG_CACHE_HOME", "/x")).root());
    assertTrue(Home.of(Map.of("RESNET50_HOME", "relative")).root().isAbsolute());
  }

  @Test
  void isInTheUsersCacheOtherwise() throws Exception {
    assertEquals(
        Path.of("/x/resnet50"),
        Home.of(Map.of("RESNET50_HOME", "", "XDG_CACHE_HOME", "/x")).root());
    assertEquals(
        Path.of(System.getProperty("user.home"), ".cache", "resnet50"),
        Home.of(Map.of("XDG_CACHE_HOME", "")).root());
  }

  @Test
  void isNoFolderWhoseNameJavaLoses() {
    for (String variable : new String[] {"RESNET50_HOME", "XDG_CACHE_HOME", "HOME"}) {
      Map<String, String> lossy = Map.of(variable, "/srv/caf\uFFFD");
      assertTrue(
          assertThrows(ModelException.class, () -> Home.of(lossy))
              .getMessage()
              .contains("not UTF-8: set RESNET50_HOME"));
    }
  }

  @Test
  void goesByHomeBeforeWhatTheSystemSaysOfTheUser() throws Exception {
    assertEquals(
        Path.of("/home/x/.cache/resnet50"),
        Home.of(Map.of("HOME", "/home/x", "XDG_CACHE_HOME", "relative")).root());
  }

  /** Without an entry in the list of users, as in many containers, Java says "?". */
  @ParameterizedTest
  @ValueSource(strings = {"?", "", "/no/such/folder"})
  void asksForAHomeWhereTheSystemKnowsNone(String unknown) {
    String known = System.setProperty("user.home", unknown);
    try {
      ModelException none = assertThrows(ModelException.class, () -> Home.of(Map.of()));
      assertTrue(none.getMessage().contains("set RESNET50_HOME"), none.getMessage());
      assertThrows(ModelException.class, () -> Home.of(Map.of("HOME", "?")));
    } finally {
      System.setProperty("user.home", known);
    }
  }
}
