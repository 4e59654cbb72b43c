package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {

  @Test
  void isWhereTheEnvironmentSays() {
    assertEquals(
        Path.of("/srv/r"),
        Home.of(Map.of("RESNET50_HOME", "/srv/r", "XDG_CACHE_HOME", "/x")).root());
    assertTrue(Home.of(Map.of("RESNET50_HOME", "relative")).root().isAbsolute());
  }

  @Test
  void isInTheUsersCacheOtherwise() {
    assertEquals(
        Path.of("/x/resnet50"),
        Home.of(Map.of("RESNET50_HOME", "", "XDG_CACHE_HOME", "/x")).root());
    assertEquals(
        Path.of(System.getProperty("user.home"), ".cache", "resnet50"),
        Home.of(Map.of("XDG_CACHE_HOME", "")).root());
  }
}
