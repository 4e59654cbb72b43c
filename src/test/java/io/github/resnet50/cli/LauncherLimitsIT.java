package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the launcher makes of limits on memory, processors and addresses, of locales, and of being
 * killed. Java is a script that prints what it is called with.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LauncherLimitsIT {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws Exception {
    launcher = new Launcher(folder);
    launcher.onJava("printf '%s\\n' \"$@\"; echo \"LC_ALL=$LC_ALL\"");
  }

  /** A process whose control groups are those of {@code tree}, as its {@code /proc} tells it. */
  private Result inGroups(String cgroup, String mountinfo) throws Exception {
    Files.writeString(folder.resolve("cgroup"), cgroup);
    Files.writeString(
        folder.resolve("mountinfo"), mountinfo.replace("TREE", folder.resolve("tree").toString()));
    Result result =
        launcher.shell(
            "exec unshare -m bash -c 'mount --bind cgroup /proc/$$/cgroup &&"
                + " mount --bind mountinfo /proc/$$/mountinfo && exec \"$resnet50\" x'");
    assumeTrue(
        result.exitCode() == 0 || !result.err().matches("(?s)(unshare|mount):.*"),
        "skipped: no mount namespace may be made here: " + result.err());
    return result;
  }

  private void limit(String file, Object value) throws Exception {
    Path path = folder.resolve("tree").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, value + "\n");
  }

  private static void assertHeap(long mebibytes, Result result) {
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.outLines().contains("-Xmx" + mebibytes + "m"), result.out());
  }

  @Test
  void theLeastLimitOfVersion2CountsHoweverFarUp() throws Exception {
    limit("memory.max", "max");
    limit("system.slice/memory.max", 800 * MIB); // MemoryMax= of a slice
    limit("system.slice/memory.high", "max");
    limit("system.slice/photos.service/memory.max", 4096 * MIB);
    limit("system.slice/photos.service/job/memory.max", "max");
    limit("system.slice/cpu.max", "50000 100000");
    limit("system.slice/photos.service/cpu.max", "max 100000");
    String mount = "30 23 0:26 / TREE rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
    launcher.with("OMP_NUM_THREADS", "1"); // of others: nproc goes by it
    Result result = inGroups("0::/system.slice/photos.service/job\n", mount);
    assertHeap(200, result);
    assertTrue(result.outLines().contains("-Dresnet50.memory=" + 800 * MIB), result.out());
    assertTrue(result.outLines().contains("-XX:ActiveProcessorCount=1"), result.out());
    limit("system.slice/photos.service/memory.high", 400 * MIB);
    assertHeap(100, inGroups("0::/system.slice/photos.service/job\n", mount));
  }

  @Test
  void ofVersion1TheControllersHaveTreesOfTheirOwn() throws Exception {
    limit("memory/slurm/memory.limit_in_bytes", 9223372036854771712L); // none
    limit("memory/slurm/uid_1/job_7/memory.limit_in_bytes", 1000 * MIB);
    limit("memory/slurm/uid_1/job_7/step_0/memory.limit_in_bytes", 9223372036854771712L);
    limit("cpu/slurm/uid_1/cpu.cfs_quota_us", 20000);
    limit("cpu/slurm/uid_1/cpu.cfs_period_us", 100000);
    Result result =
        inGroups(
            """
            9:name=systemd:/
            4:memory:/slurm/uid_1/job_7/step_0
            3:cpu,cpuacct:/slurm/uid_1/job_7
            0::/
            """,
            """
            31 30 0:27 / TREE/systemd rw - cgroup cgroup rw,name=systemd
            32 30 0:28 / TREE/memory rw shared:1 - cgroup cgroup rw,memory
            33 30 0:29 / TREE/cpu rw - cgroup cgroup rw,cpu,cpuacct
            34 30 0:30 / TREE/unified rw - cgroup2 cgroup2 rw
            """);
    assertHeap(250, result);
    assertTrue(result.outLines().contains("-XX:ActiveProcessorCount=1"), result.out());
  }

  @Test
  void inAContainerTheMountBeginsAtItsOwnGroup() throws Exception {
    limit("memory.limit_in_bytes", 600 * MIB); // of a pod, as Kubernetes mounts it
    limit("nested/memory.limit_in_bytes", 2000 * MIB);
    String mount = "32 30 0:28 /kubepods/pod1/c2 TREE rw - cgroup cgroup rw,memory\n";
    assertHeap(150, inGroups("4:memory:/kubepods/pod1/c2/nested\n", mount));
    assertHeap(150, inGroups("4:memory:/kubepods/pod1/c2\n", mount));
    assertHeap(150, inGroups("4:memory:/../elsewhere\n", mount));
  }

  @Test
  void unlimitedGroupsLeaveTheMachinesMemory() throws Exception {
    limit("a/memory.max", "max");
    limit("a/cpu.max", "max 100000");
    Result result =
        inGroups("0::/a\n", "30 23 0:26 / TREE rw,nosuid shared:9 - cgroup2 cgroup2 rw\n");
    assertTrue(result.out().matches("(?s).*-Xmx\\d{3,4}m\n.*"), result.out());
    assertFalse(result.out().contains("ActiveProcessorCount"), result.out());
  }

  @Test
  void aLimitOnAddressesIsMetOrRefusedInALine() throws Exception {
    Result low = launcher.shell("ulimit -v 1000000; \"$resnet50\" x");
    assertEquals(1, low.exitCode());
    assertEquals(1, low.errLines().size(), low.err());
    assertTrue(low.err().startsWith("resnet50: the limit on addresses (ulimit -v"), low.err());
    Result enough = launcher.shell("ulimit -v 4000000; \"$resnet50\" x");
    assertHeap(488, enough);
    assertTrue(enough.outLines().contains("-XX:CompressedClassSpaceSize=64m"), enough.out());
  }

  @Test
  void tooFewFilesOrThreadsAreRefusedInALine() throws Exception {
    Result files = launcher.shell("ulimit -n 64; \"$resnet50\" x");
    assertEquals(1, files.exitCode());
    assertEquals(
        "resnet50: the limit on open files (ulimit -n 64) is too low: 256 is the least\n",
        files.err());
    limit("pod/pids.max", 20);
    limit("pod/c1/pids.max", "max");
    Result threads = inGroups("0::/pod/c1\n", "30 23 0:26 / TREE rw,nosuid - cgroup2 cgroup2 rw\n");
    assertEquals(1, threads.exitCode());
    assertTrue(
        threads.err().startsWith("resnet50: the limit on processes and threads (20) is too low"),
        threads.err());
  }

  @Test
  void aQuotaOfMoreThanTheProcessorsAsksForNoMoreThreads() throws Exception {
    Result processors = launcher.shell("unset OMP_NUM_THREADS OMP_THREAD_LIMIT; nproc");
    limit("pod/cpu.max", "100000000 100000");
    limit("pod/pids.max", 32 + 4 * Integer.parseInt(processors.out().strip()));
    Result result = inGroups("0::/pod\n", "30 23 0:26 / TREE rw,nosuid - cgroup2 cgroup2 rw\n");
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(result.out().contains("ActiveProcessorCount"), result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "en_US.UTF-8,'','',C.UTF-8", // set, but not installed
    "xx_YY.UTF-8,'','',C.UTF-8",
    "C.UTF-8,POSIX,'',C.UTF-8",
    "C.UTF-8,'',xx_YY.UTF-8,C.UTF-8",
    "C,'','',C.UTF-8",
    "C.UTF-8,'','',''",
  })
  void whatALocaleSpellsCountsAndNotItsName(String lang, String ctype, String all, String chosen)
      throws Exception {
    assumeTrue(
        launcher.shell("LC_ALL=en_US.UTF-8 locale charmap").out().strip().equals("ANSI_X3.4-1968"),
        "skipped: en_US.UTF-8 is installed here, or there is no locale");
    Result result =
        launcher.with("LANG", lang).with("LC_CTYPE", ctype).with("LC_ALL", all).run("x");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.outLines().contains("LC_ALL=" + chosen), result.out());
  }

  /** A group of 64 MiB in which a line of shell runs; skipped where none can be made. */
  private Result inSmallGroup(String line) throws Exception {
    Result result =
        launcher.shell(
            "g=/sys/fs/cgroup/memory/resnet50-test-$$; mkdir $g || exit 77;"
                + " echo 67108864 > $g/memory.limit_in_bytes || exit 77;"
                + " bash -c 'echo $$ > $0/cgroup.procs && "
                + line
                + "' $g; code=$?; for i in 1 2 3 4 5; do rmdir $g && break; sleep 0.2; done;"
                + " exit $code");
    assumeTrue(result.exitCode() != 77, "skipped: no memory group of version 1 can be made here");
    return result;
  }

  private static List<String> own(Result result) {
    return result.errLines().stream().filter(line -> line.startsWith("resnet50: ")).toList();
  }

  @Test
  void whoeverIsKilledForWantOfMemoryIsTold() throws Exception {
    launcher.onJava("exec tail /dev/zero"); // it keeps what has no line break
    Result result = inSmallGroup("exec \"$resnet50\" x");
    assertEquals(137, result.exitCode(), result.err());
    assertEquals(1, own(result).size(), result.err());
    assertTrue(
        own(result)
            .get(0)
            .startsWith(
                "resnet50: killed by the system, which had no memory left (limit: 67108864"),
        result.err());
  }

  @Test
  void soIsTheFirstProcessOfAContainer() throws Exception {
    launcher.onJava("exec tail /dev/zero");
    Result result = inSmallGroup("exec unshare -pf --mount-proc \"$resnet50\" x");
    assumeTrue(!result.err().startsWith("unshare:"), "skipped: " + result.err());
    assertEquals(137, result.exitCode(), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(result.err().contains("killed by the system"), result.err());
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void theFirstProcessOfAContainerHandsSignalsOn(String signal, int exitCode) throws Exception {
    launcher.onJava(
        "trap 'echo INT; exit 130' INT; trap 'echo TERM; exit 143' TERM;"
            + " touch ready; while :; do sleep 0.1; done");
    Result result =
        launcher.shell(
            "env --default-signal=INT unshare -pf --mount-proc --kill-child bash -c 'exec"
                + " \"$resnet50\" x' & u=$!; for i in {1..100}; do [ -e ready ] && break; sleep"
                + " 0.1; done; kill -"
                + signal
                + " $(cat /proc/$u/task/$u/children); wait $u");
    assumeTrue(!result.err().startsWith("unshare:"), "skipped: " + result.err());
    assumeTrue(!signal.equals("INT") || result.exitCode() != 0, "skipped: SIGINT is ignored here");
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals(signal + "\n", result.out());
  }

  @Test
  void anotherEndIsNotTalkedAbout() throws Exception {
    launcher.onJava("exit 3");
    Result result = launcher.run("x");
    assertEquals(3, result.exitCode());
    assertEquals("", result.err());
    launcher.onJava("kill -KILL $$");
    Result killed = launcher.run("x");
    assertEquals(137, killed.exitCode());
    assertEquals("", killed.err());
  }
}
