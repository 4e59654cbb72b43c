package io.github.resnet50.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many tasks a cluster can run at once, as far as it is known when a job begins.
 *
 * @param count at least 1
 */
record Slots(int count) {
  private static final int MOST = 100_000;

  static Slots of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int cores = conf.getInt("spark.executor.cores", 1);
    int instances =
        Math.max(
            conf.getInt("spark.executor.instances", 0),
            conf.getBoolean("spark.dynamicAllocation.enabled", false)
                ? conf.getInt("spark.dynamicAllocation.maxExecutors", 0)
                : 0);
    long asked = (long) instances * cores;
    int registered = spark.defaultParallelism(); // the cores of executors that have come up
    long most = Math.max(Math.max(asked, registered), conf.getInt("spark.cores.max", 0));
    return new Slots((int) Math.max(1, Math.min(MOST, most / conf.getInt("spark.task.cpus", 1))));
  }
}
