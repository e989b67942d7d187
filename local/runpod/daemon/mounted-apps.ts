import { dataCenterById } from "../data-centers.ts";
import type { EmulatorCore, MountedApp } from "../index.ts";
import { createProxyApp, type ProxiedPod } from "../proxy/app.ts";
import { createS3App } from "../s3/app.ts";

/** What RunPod serves beside its API: the volumes' S3 endpoint and the pods' public proxy. Pass it to `createEmulator`. */
export function mountedApps(core: EmulatorCore): readonly MountedApp[] {
  const s3 = createS3App({
    now: () => core.clock.now(),
    credentials: () => ({ accessKey: core.keys.s3AccessKey, secretKey: core.keys.s3SecretKey }),
    volume: (id) => {
      const volume = core.volume(id);
      if (volume === undefined || dataCenterById(volume.dataCenter)?.s3 !== true) return undefined;
      return { path: core.runner.volume.path(id), dataCenter: volume.dataCenter };
    },
  });
  const proxy = createProxyApp({ clock: core.clock, pod: (id) => proxied(core, id) });
  return [
    { path: "/s3", app: s3 },
    { path: "/proxy", app: proxy },
  ];
}

function proxied(core: EmulatorCore, id: string): ProxiedPod | undefined {
  const pod = core.pod(id);
  if (pod === undefined) return undefined;
  const container = core.container(id);
  const fetch = container && ((port: number, request: Request) => container.fetch(port, request));
  return { running: pod.status === "RUNNING", ports: pod.ports, fetch };
}
