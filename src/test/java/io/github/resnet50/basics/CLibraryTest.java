package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.jna.Platform;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CLibraryTest {
  private static final String PLACE = "jna.tmpdir";

  private final String before = System.getProperty(PLACE);

  /** Classes of their own, of which nothing is loaded yet. */
  private static final class Fresh extends URLClassLoader {
    Fresh(URL[] places) {
      super(places, ClassLoader.getPlatformClassLoader());
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @BeforeEach
  void forget() {
    System.clearProperty(PLACE);
  }

  @AfterEach
  void restore() {
    if (before != null) {
      System.setProperty(PLACE, before);
    }
  }

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @Test
  void nothingIsUnpackedBeforeItIsSaidWhere() throws Exception {
    URL[] places = {place(CLibrary.class), place(Platform.class)};
    try (Fresh loader = new Fresh(places)) {
      Class<?> library = loader.loadClass(CLibrary.class.getName());
      library.getMethod("releaseFreedMemory").invoke(null);
      library.getMethod("endBeforeLibrariesDo").invoke(null);
      assertFalse(loader.hasLoaded("com.sun.jna.Native"));
    }
  }
}
