import { TrackingServer } from "../../components/tracking/api.ts";
import type { FileBodies } from "../../components/tracking/artifacts.ts";
import { Tracker } from "../../components/tracking/tracker.ts";
import { type Fetch, Transport } from "../../components/tracking/transport.ts";
import { MLFLOW_PASSWORD, MLFLOW_USER, type SimulatedMlflow } from "./simulated-mlflow.ts";
import type { Yard } from "./simulated-yard.ts";
import type { Files } from "./simulated-volumes.ts";

export const MLFLOW_URL = "http://mlflow.invalid:5000";

/** A tracker of one controller; `fetch` stands between it and the server. */
export function simulatedTracker(yard: Yard, mlflow: SimulatedMlflow, fetch: Fetch = mlflow.fetch): Tracker {
  const transport = new Transport({
    ...{ username: MLFLOW_USER, password: MLFLOW_PASSWORD, userAgent: "trainyard/test", clock: yard.clock, fetch },
    endpoints: async () => [{ url: MLFLOW_URL, headers: {} }],
  });
  return new Tracker({
    ...{ server: new TrackingServer(transport), address: MLFLOW_URL, experiment: undefined },
    bodies: simulatedBodies(yard.disk),
    source: async () => ({ commit: "c0ffee", dirty: false }),
  });
}

function simulatedBodies(disk: Files): FileBodies {
  return {
    open: async (path) => {
      const content = disk.get(path) ?? "";
      return { content, bytes: Buffer.byteLength(content) };
    },
    save: async (path, response) => void disk.set(path, await response.text()),
  };
}
