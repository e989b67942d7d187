import { expect, it, vi } from "vitest";
import { endPods } from "../../../cli/sweep/end.ts";
import type { Found } from "../../../cli/sweep/classify.ts";
import type { Pod, RunpodService } from "../../../components/runpod/service.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const found = (id: string): Found => ({
  pod: { id, name: `yard-dev-${id}-aaaaaaaa-a1`, status: "RUNNING" } as unknown as Pod,
  standing: "orphan",
  why: "no run wants it",
});

it("orders the end of every pod while RunPod does not end one of them", async () => {
  const terminatePod = vi.fn(() => new Promise<void>(() => undefined));
  const service = { terminatePod } as unknown as RunpodService;
  void endPods({ service, home: temporaryFolder("end") }, [found("stuck"), found("other")], () => undefined);
  await vi.waitFor(() => expect(terminatePod.mock.calls).toEqual([["stuck"], ["other"]]));
});

it("tries all of them before it fails for one", async () => {
  const refusal = new Error("no way to RunPod");
  const terminatePod = vi.fn(() => Promise.reject(refusal));
  const service = { terminatePod } as unknown as RunpodService;
  const ending = endPods({ service, home: temporaryFolder("end") }, [found("a"), found("b")], () => undefined);
  await expect(ending).rejects.toBe(refusal);
  expect(terminatePod).toHaveBeenCalledTimes(2);
});
