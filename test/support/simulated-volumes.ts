import { AmbiguousError } from "../../components/runpod/failures.ts";
import type { VolumeFiles } from "../../components/runpod/service.ts";

/** The files of one network volume, by key. */
export type Files = Map<string, string>;

/** Says whether a call on the volume fails now, and when: before its effect, or after it. */
export type VolumeFault = (
  call: "get" | "put" | "putFile" | "getFile" | "list" | "remove",
) => "before" | "after" | undefined;

/** The S3 side of a simulated volume. `disk` is this machine's disk, by absolute path. */
export function simulatedVolume(files: Files, disk: Files, fault: VolumeFault = () => undefined): VolumeFiles {
  const call = async <T>(kind: Parameters<VolumeFault>[0], effect: () => T): Promise<T> => {
    const phase = fault(kind);
    const failure = new AmbiguousError(`${kind} on the volume failed`, { status: 503, detail: "SlowDown" });
    if (phase === "before") throw failure;
    const result = effect();
    if (phase === "after") throw failure;
    return result;
  };
  return {
    get: (key) =>
      call("get", () => {
        const text = files.get(key);
        return text === undefined ? undefined : new TextEncoder().encode(text);
      }),
    put: (key, body) =>
      call("put", () => {
        files.set(key, typeof body === "string" ? body : new TextDecoder().decode(body));
      }),
    putFile: (key, path) =>
      call("putFile", () => {
        files.set(key, disk.get(path) ?? "");
      }),
    getFile: (key, path) =>
      call("getFile", () => {
        const text = files.get(key);
        if (text !== undefined) disk.set(path, text);
        return text !== undefined;
      }),
    list: (prefix) =>
      call("list", () =>
        [...files].flatMap(([key, text]) => (key.startsWith(prefix) ? [{ key, size: Buffer.byteLength(text) }] : [])),
      ),
    remove: (key) =>
      call("remove", () => {
        files.delete(key);
      }),
  };
}
