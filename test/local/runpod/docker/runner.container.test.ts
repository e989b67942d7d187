import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningContainer } from "../../../../local/runpod/runner.ts";
import { DockerBed, forwardersOf, port, Reports } from "./bed.ts";

let bed: DockerBed;
let reports: Reports;
beforeEach(async () => {
  bed = await DockerBed.open();
  reports = new Reports();
});
afterEach(async () => {
  expect(await bed.close()).toEqual([]);
});

const soon = { timeout: 30_000, interval: 50 };
/** A one-request HTTP server in perl, on `address`. */
const server = (address: string) =>
  `perl -MIO::Socket::INET -e 'my $s=IO::Socket::INET->new(LocalAddr=>"${address}",LocalPort=>8787,Listen=>5,ReuseAddr=>1);` +
  `$|=1;print "listening\\n";while(my $c=$s->accept){my $l=<$c>;my $n=0;while(my $h=<$c>){$n=$1 if $h=~/^content-length: (\\d+)/i;` +
  `last if $h=~/^\\r?$/};my $b="";read($c,$b,$n) if $n;$l=~s/\\r\\n//;print "asked\\n";print $c "HTTP/1.1 201 Created\\r\\nX-Pod: yes\\r\\n\\r\\n$l $b";close $c}'`;
/** Asks the emulator from inside the pod until it answers. */
const ask = `until exec 3<>/dev/tcp/127.0.0.1/${port}; do sleep 0.1; done 2>/dev/null; printf 'GET /v2/me HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;

const statusOf = (running: RunningContainer | undefined) =>
  running?.fetch(8787, new Request("http://127.0.0.1:8787/")).then(
    (answer) => answer.status,
    () => 0,
  );

describe("a container", () => {
  it("runs, is heard line by line on both streams, exits and is removed", async () => {
    bed.runner.start(bed.spec("echo one; echo two >&2; printf 'three without end'; exit 7"), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 7"]);
    expect([...reports.lines].sort()).toEqual(["one", "three without end", "two"]);
    expect(await bed.containers()).toEqual([]);
  });

  it("gets environment, host name, mount and a gigabyte of shared memory", async () => {
    await bed.runner.volume.create("vol1");
    const script = 'echo "$A B"; hostname; df -m /dev/shm | tail -1; echo data > /workspace/f; chmod 600 /workspace/f';
    const mount = { volumeId: "vol1", path: "/workspace" };
    bed.runner.start(bed.spec(script, { env: { A: "x=y 'z'" }, mount }), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 0"]);
    expect(reports.lines).toEqual(["x=y 'z' B", "pod1", expect.stringMatching(/^shm +1024 /)]);
    expect(await readFile(join(bed.runner.volume.path("vol1"), "f"), "utf8")).toBe("data\n");
    expect((await stat(bed.runner.volume.path("vol1"))).mode & 0o777).toBe(0o777);
  });

  it("has a fresh disk at each start while its mount stays", async () => {
    await bed.runner.volume.create("vol1");
    const script = "ls /marker /workspace/marker 2>/dev/null; touch /marker /workspace/marker";
    const spec = bed.spec(script, { mount: { volumeId: "vol1", path: "/workspace" } });
    bed.runner.start(spec, reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 0"]);
    bed.runner.start(spec, reports);
    await expect.poll(() => reports.outcomes.length, soon).toBe(4);
    expect(reports.lines).toEqual(["/workspace/marker"]);
  });

  it("passes one line of 100 kB on in one piece", async () => {
    bed.runner.start(bed.spec("head -c 100000 /dev/zero | tr '\\0' x; echo; echo after"), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 0"]);
    expect(reports.lines).toEqual(["x".repeat(100_000), "after"]);
  });

  it("gets SIGTERM, then its end, and says nothing after stop", async () => {
    const running = bed.runner.start(
      bed.spec("trap 'echo saved; exit 3' TERM; echo up; while :; do sleep 0.1; done"),
      reports,
    );
    await expect.poll(() => reports.lines, soon).toContain("up");
    await running.stop(10);
    expect([reports.lines, reports.outcomes]).toEqual([["up", "saved"], ["started"]]);
    expect(await bed.containers()).toEqual([]);
  });

  it("is killed when it ignores SIGTERM", async () => {
    const running = bed.runner.start(bed.spec("trap '' TERM; echo up; while :; do sleep 0.1; done"), reports);
    await expect.poll(() => reports.lines, soon).toContain("up");
    await running.stop(1);
    expect(await bed.containers()).toEqual([]);
  });
});

describe("what cannot start", () => {
  it("names the engine's reason for an image that cannot be pulled", async () => {
    bed.runner.start(bed.spec("true", { image: "127.0.0.1:1/none/such:1" }), reports);
    const reason = /^failed image 127\.0\.0\.1:1\/none\/such:1 cannot be pulled: .*connection refused/;
    await expect.poll(() => reports.outcomes, soon).toEqual([expect.stringMatching(reason)]);
  });

  it("names the engine's reason for a command that is not in the image", async () => {
    bed.runner.start(bed.spec("true", { cmd: ["/no/such/program"] }), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual([expect.stringMatching(/^failed .*no such file/)]);
    expect(await bed.containers()).toEqual([]);
  });

  it("is stopped before it began", async () => {
    await bed.runner.start(bed.spec("sleep 100"), reports).stop(0);
    expect(await bed.containers()).toEqual([]);
    expect(reports.outcomes).not.toContain("exited 0");
  });
});

describe("the network of a pod", () => {
  it("reaches the emulator under the same address inside as outside, and nothing else", async () => {
    bed.runner.start(bed.spec("", { cmd: ["bash", "-c", `${ask}; echo; ls /sys/class/net`] }), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 0"]);
    expect(reports.lines).toContain("emulator saw /v2/me");
    expect(reports.lines.at(-1)).toBe("lo");
  });

  it("lets the emulator talk to a port of the pod, and two pods have the same port", async () => {
    const pods = ["pod1", "pod2"].map((podId) => {
      const own = new Reports();
      return { own, running: bed.runner.start(bed.spec(server("0.0.0.0"), { podId }), own) };
    });
    for (const { own, running } of pods) {
      await expect.poll(() => own.lines, soon).toContain("listening");
      const headers = { "content-length": "4" };
      const put = () =>
        running.fetch(
          8787,
          new Request("http://127.0.0.1:8787/data/x?offset=1", { method: "PUT", body: "four", headers }),
        );
      await expect.poll(() => put().then((answer) => answer.status), soon).toBe(201);
      const second = await put();
      expect([second.headers.get("x-pod"), await second.text()]).toEqual(["yes", "PUT /data/x?offset=1 HTTP/1.1 four"]);
    }
  });

  it("refuses a port on which nothing listens, or only on the pod's 127.0.0.1", async () => {
    const running = bed.runner.start(bed.spec(server("127.0.0.1")), reports);
    await expect.poll(() => reports.lines, soon).toContain("listening");
    await expect.poll(() => forwardersOf(bed.socketFolder), soon).toHaveLength(1);
    await expect(running.fetch(8787, new Request("http://127.0.0.1:8787/"))).rejects.toThrow();
    await expect(running.fetch(9999, new Request("http://127.0.0.1:9999/"))).rejects.toThrow();
  });

  it("is made again when its forwarder is killed", async () => {
    const running = bed.runner.start(bed.spec(server("0.0.0.0")), reports);
    await expect.poll(() => statusOf(running), soon).toBe(201);
    const [first = ""] = await forwardersOf(bed.socketFolder);
    process.kill(Number(first), "SIGKILL");
    await expect.poll(() => statusOf(running), soon).toBe(201);
    expect(await forwardersOf(bed.socketFolder)).not.toEqual([first]);
  });
});

describe("without a network namespace of its own", () => {
  it("is reached on the machine's network", async () => {
    const running = bed.onHostNetwork().start(bed.spec(server("127.0.0.1")), reports);
    await expect.poll(() => statusOf(running), soon).toBe(201);
    await running.stop(0);
    expect(await forwardersOf(bed.socketFolder)).toEqual([]);
  });
});

describe("after a restart of the emulator", () => {
  it("takes a running container over: its ports, its new lines, none of the old", async () => {
    const script = `echo old; ${server("0.0.0.0")}`;
    const first = await bed.runnerThatDies(script);
    await expect.poll(() => forwardersOf(bed.socketFolder), soon).toEqual([]);
    const adopted = await bed.runner.adopt("pod1", reports, first.diedAtMs);
    await expect.poll(() => statusOf(adopted), soon).toBe(201);
    await adopted?.stop(0);
    expect([reports.lines, reports.outcomes]).toEqual([["asked"], []]);
  });

  it("finds nothing to take over where the container is gone", async () => {
    expect(await bed.runner.adopt("pod1", reports)).toBeUndefined();
  });

  it("removes containers of pods that nobody knows", async () => {
    bed.runner.start(bed.spec("sleep 100"), reports);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started"]);
    expect(await bed.runner.removeStrangers(new Set(["other"]), () => undefined)).toEqual(["pod1"]);
    await expect.poll(() => reports.outcomes, soon).toEqual(["started", "exited 137"]);
  });
});
