/**
 * The runner for a cluster: the product's own classification as tasks of Apache Spark, each on a
 * stretch of whole batches of the walk, so that predictions are those of {@code classify} byte for
 * byte, whatever is retried or run twice. Nothing else in the product knows Spark. Enter at {@link
 * io.github.resnet50.spark.SparkJob}.
 *
 * <p>Compiled against Spark 3.5 for Scala 2.12, and run on that and on 4.x for Scala 2.13: only
 * such methods are called whose signatures name nothing of Scala's collections.
 */
package io.github.resnet50.spark;
