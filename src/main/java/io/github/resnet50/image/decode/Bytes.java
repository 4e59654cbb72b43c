package io.github.resnet50.image.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers in a header. The caller has checked that they lie within the array. */
final class Bytes {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int u16le(byte[] bytes, int at) {
    return u8(bytes, at) | (u8(bytes, at + 1) << 8);
  }

  static int u24le(byte[] bytes, int at) {
    return u16le(bytes, at) | (u8(bytes, at + 2) << 16);
  }

  static int i32le(byte[] bytes, int at) {
    return Integer.reverseBytes(i32be(bytes, at));
  }

  static int u16be(byte[] bytes, int at) {
    return (u8(bytes, at) << 8) | u8(bytes, at + 1);
  }

  static int i32be(byte[] bytes, int at) {
    return (int) BIG.get(bytes, at);
  }

  static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static int u16(byte[] bytes, int at, boolean little) {
    return little ? u16le(bytes, at) : u16be(bytes, at);
  }

  static long u32(byte[] bytes, int at, boolean little) {
    return Integer.toUnsignedLong(little ? i32le(bytes, at) : i32be(bytes, at));
  }
}
