import type { PodPort, RunpodService, VolumeFiles } from "../service.ts";
import { AbortedError } from "./outcome.ts";
import type { RunFolders, World } from "./world.ts";

/** The same world, in which every call throws AbortedError once the world's signal has aborted. */
export function guarded(world: World): World {
  const stop = () => {
    if (world.signal.aborted) throw new AbortedError();
  };
  return {
    ...world,
    clock: {
      now: () => world.clock.now(),
      sleep: async (ms, signal) => {
        stop();
        await world.clock.sleep(ms, signal === undefined ? world.signal : AbortSignal.any([signal, world.signal]));
        stop();
      },
    },
    service: guardService(world.service, world.signal, stop),
    volume: world.volume === undefined ? undefined : guardVolume(world.volume, stop),
    podPort: (podId, token) => {
      const port = world.podPort(podId, token);
      return port === undefined ? undefined : guardPort(port, stop);
    },
    runs: guardFolders(world.runs, stop),
    detach: () => world.detach(),
    log: (line) => world.log(line),
    isAlive: (process) => world.isAlive(process),
    forced: (job) => world.forced(job),
    randomHex: (bytes) => world.randomHex(bytes),
    renderPod: (job, task) => world.renderPod(job, task),
  };
}

type Stop = () => void;

function after<Args extends unknown[], T>(stop: Stop, call: (...args: Args) => Promise<T>) {
  return async (...args: Args): Promise<T> => {
    stop();
    return call(...args);
  };
}

function guardService(service: RunpodService, signal: AbortSignal, stop: Stop): RunpodService {
  return {
    listPods: after(stop, () => service.listPods()),
    getPod: after(stop, (id) => service.getPod(id)),
    createPod: after(stop, (body) => service.createPod(body)),
    terminatePod: after(stop, (id) => service.terminatePod(id)),
    podLogs: (id, options) => {
      stop();
      const both = options.signal === undefined ? signal : AbortSignal.any([options.signal, signal]);
      return service.podLogs(id, { ...options, signal: both });
    },
    listGpus: after(stop, (filter) => service.listGpus(filter)),
    billedUsd: after(stop, (podId, since) => service.billedUsd(podId, since)),
    billedPods: after(stop, (from, to) => service.billedPods(from, to)),
    balanceUsd: after(stop, () => service.balanceUsd()),
  };
}

function guardVolume(volume: VolumeFiles, stop: Stop): VolumeFiles {
  return {
    get: after(stop, (key) => volume.get(key)),
    put: after(stop, (key, body) => volume.put(key, body)),
    putFile: after(stop, (key, path) => volume.putFile(key, path)),
    getFile: after(stop, (key, path) => volume.getFile(key, path)),
    list: after(stop, (prefix) => volume.list(prefix)),
    remove: after(stop, (key) => volume.remove(key)),
  };
}

function guardPort(port: PodPort, stop: Stop): PodPort {
  return {
    health: after(stop, () => port.health()),
    putFile: after(stop, (path, localPath) => port.putFile(path, localPath)),
    dataComplete: after(stop, () => port.dataComplete()),
    status: after(stop, () => port.status()),
    artifacts: after(stop, () => port.artifacts()),
    getArtifact: after(stop, (path, localPath) => port.getArtifact(path, localPath)),
    getLog: after(stop, (localPath) => port.getLog(localPath)),
    acknowledge: after(stop, () => port.acknowledge()),
  };
}

function guardFolders(runs: RunFolders, stop: Stop): RunFolders {
  return {
    absolute: (path) => runs.absolute(path),
    read: after(stop, (path) => runs.read(path)),
    write: after(stop, (path, text, mode) => runs.write(path, text, mode)),
    append: after(stop, (path, text) => runs.append(path, text)),
    createNew: after(stop, (path, text) => runs.createNew(path, text)),
    remove: after(stop, (path) => runs.remove(path)),
    list: after(stop, (path) => runs.list(path)),
    size: after(stop, (path) => runs.size(path)),
    sha256: after(stop, (path) => runs.sha256(path)),
    walk: after(stop, (folder) => runs.walk(folder)),
  };
}
