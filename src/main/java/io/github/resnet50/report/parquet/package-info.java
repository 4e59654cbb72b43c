/**
 * Tables as Apache Parquet. Nothing else knows the library, of which only what runs without Hadoop
 * is called: its own codecs and configuration, and files of ours.
 *
 * <p>Enter at {@link io.github.resnet50.report.parquet.ParquetPredictions}: while a run goes on its
 * records are JSON Lines, which a later run can continue; the table is made of them at the end, and
 * gives them back byte by byte to whatever goes on with a finished one.
 */
package io.github.resnet50.report.parquet;
