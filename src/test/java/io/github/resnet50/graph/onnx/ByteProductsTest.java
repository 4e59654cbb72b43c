package io.github.resnet50.graph.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteProductsTest {
  @TempDir Path folder;

  private int most(String architecture, String flags) throws Exception {
    Path cpuinfo = folder.resolve("cpuinfo");
    Files.writeString(cpuinfo, "processor\t: 0\nflags\t\t: " + flags + "\nbugs\t\t: none\n");
    return ByteProducts.mostOfWeight(architecture, cpuinfo);
  }

  @Test
  void weightsHaveEightBitsWhereSumsAreExact() throws Exception {
    assertEquals(127, most("amd64", "fpu avx2 avx512f avx512_vnni"));
    assertEquals(127, most("amd64", "fpu avx2 avx_vnni"));
    assertEquals(127, most("aarch64", "fp asimd"));
  }

  @Test
  void andSevenWhereTheyMightBeClipped() throws Exception {
    assertEquals(64, most("amd64", "fpu avx2 fma"));
    assertEquals(64, ByteProducts.mostOfWeight("x86_64", folder.resolve("absent")));
    short most = (short) (2 * 255 * 64);
    assertEquals(2 * 255 * 64, most, "the largest sum");
  }
}
