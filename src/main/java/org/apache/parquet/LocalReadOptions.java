package org.apache.parquet;

import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/**
 * Options of reading that are made without Hadoop. It stands in the library's own package since the
 * builder, the only public way, loads a class of Hadoop's to ask for a filter, whatever it is
 * configured with.
 */
public final class LocalReadOptions {
  private static final int MOST_BYTES_AT_ONCE = 8 << 20;

  private LocalReadOptions() {}

  /** All rows, without filters, statistics and indexes. */
  public static ParquetReadOptions of(CompressionCodecFactory codecs) {
    return new ParquetReadOptions(
        false,
        false,
        false,
        false,
        false,
        true, // checksums of pages are verified
        false,
        false,
        false,
        FilterCompat.NOOP,
        ParquetMetadataConverter.NO_FILTER,
        codecs,
        new HeapByteBufferAllocator(),
        MOST_BYTES_AT_ONCE,
        Map.of(),
        null,
        null,
        new PlainParquetConfiguration());
  }
}
